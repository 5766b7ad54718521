import { describe, expect, test } from "vitest";
import { ACCOUNT, REGION, testService } from "../service.fixture.ts";
import { QUOTAS, quotaOf } from "./resources.ts";
import { quotasService } from "./service.ts";

const quotas = () => testService<typeof import("@aws-sdk/client-service-quotas")>(quotasService);
const VPCS = { ServiceCode: "vpc", QuotaCode: "L-F678F1CE" };

describe("service quotas", () => {
  test("have AWS's defaults", () => {
    const { call, codeOf } = quotas();
    expect(call("GetServiceQuota", VPCS).Quota).toMatchObject({
      QuotaName: "VPCs per Region",
      Value: 5,
      Adjustable: true,
      QuotaArn: `arn:aws:servicequotas:us-east-1:${ACCOUNT}:vpc/L-F678F1CE`,
    });
    expect(codeOf("GetServiceQuota", { ...VPCS, ServiceCode: "ec2" })).toBe("NoSuchResourceException");
    expect(codeOf("GetServiceQuota", { ServiceCode: "vpc", QuotaCode: "constructor" })).toBe("NoSuchResourceException");
    expect(codeOf("ListServiceQuotas", { ServiceCode: "toString" })).toBe("NoSuchResourceException");
  });

  test("grow at once, for one account and region, and with them what AWS keeps equal", () => {
    const service = quotas();
    const { RequestedQuota: asked } = service.call("RequestServiceQuotaIncrease", { ...VPCS, DesiredValue: 20 });
    expect(asked).toMatchObject({ Status: "PENDING", DesiredValue: 20 });
    expect(service.call("GetRequestedServiceQuotaChange", { RequestId: asked?.Id }).RequestedQuota?.Status).toBe(
      "APPROVED",
    );
    expect(service.call("GetServiceQuota", VPCS).Quota?.Value).toBe(20);
    expect(service.call("GetAWSDefaultServiceQuota", VPCS).Quota?.Value).toBe(5);
    expect(service.call("GetServiceQuota", { ...VPCS, QuotaCode: "L-A4707A72" }).Quota?.Value).toBe(20);
    expect(service.as(ACCOUNT, "eu-west-1").call("GetServiceQuota", VPCS).Quota?.Value).toBe(5);
    expect(service.as("222222222222").call("GetServiceQuota", VPCS).Quota?.Value).toBe(5);
    const ctx = service.cloud.context({ account: ACCOUNT, region: REGION, requestId: "t" });
    expect([quotaOf(ctx, "L-F678F1CE"), quotaOf(ctx, "L-0EA8095F")]).toEqual([20, 60]);
    expect(service.call("ListRequestedServiceQuotaChangeHistory", { ServiceCode: "vpc" }).RequestedQuotas).toHaveLength(
      1,
    );
    expect(service.call("ListRequestedServiceQuotaChangeHistory", { ServiceCode: "ec2" }).RequestedQuotas).toEqual([]);
  });

  test.each([
    ["no more than there is", { ...VPCS, DesiredValue: 5 }],
    ["more than AWS ever grants", { ServiceCode: "vpc", QuotaCode: "L-2AFB9258", DesiredValue: 17 }],
    ["what cannot grow", { ServiceCode: "vpc", QuotaCode: "L-3248932A", DesiredValue: 99_999 }],
  ])("refused: %s", (_, input) => {
    expect(quotas().codeOf("RequestServiceQuotaIncrease", input)).toBe("IllegalArgumentException");
  });

  test("come in pages", () => {
    const { call, codeOf } = quotas();
    const seen: (string | undefined)[] = [];
    let token: string | undefined;
    do {
      const page = call("ListServiceQuotas", { ServiceCode: "vpc", MaxResults: 10, NextToken: token });
      seen.push(...(page.Quotas?.map(({ QuotaCode }) => QuotaCode) ?? []));
      token = page.NextToken;
    } while (token);
    expect(new Set(seen).size).toBe(Object.values(QUOTAS).filter(({ service }) => service === "vpc").length);
    expect(codeOf("ListServiceQuotas", { ServiceCode: "vpc", NextToken: "x" })).toBe("InvalidPaginationTokenException");
    expect(call("ListServices").Services?.map(({ ServiceCode }) => ServiceCode)).toContain("vpc");
  });
});
