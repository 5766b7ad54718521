import { describe, expect, test } from "vitest";
import { identify } from "./identify.ts";
import { form, request } from "./judge/toyModel.ts";

const signed = (scope: string): string =>
  `AWS4-HMAC-SHA256 Credential=${scope}/aws4_request, SignedHeaders=host, Signature=f`;

describe("signed requests", () => {
  test.each([
    ["AKIA1/20260101/us-west-2/ec2", "ec2", "us-west-2"],
    ["AKIA1/20260101/cn-north-1/ec2", "ec2", "cn-north-1"],
    ["AKIA1/20260101/us-gov-west-1/cloudformation", "cloudformation", "us-gov-west-1"],
    ["AKIA1/20260101/us-east-1/route53", "route-53", "us-east-1"],
    ["AKIA1/20260101/us-east-1/cloudfront", "cloudfront", "us-east-1"],
    ["AKIA1/20260101/us-west-2/globalaccelerator", "global-accelerator", "us-west-2"],
    ["AKIA1/20260101/eu-west-1/directconnect", "direct-connect", "eu-west-1"],
    ["AKIA1/20260101/eu-west-1/wafv2", "wafv2", "eu-west-1"],
    ["AKIA1/20260101/eu-west-1/network-firewall", "network-firewall", "eu-west-1"],
    ["AKIA1/20260101/eu-west-1/monitoring", undefined, "eu-west-1"],
    ["AKIA1/20260101/eu-west-1/s3", "s3", "eu-west-1"],
    ["AKIA1/20260101/us-east-1/iam", "iam", "us-east-1"],
    ["AKIA1/20260101/eu-west-1/logs", "cloudwatch-logs", "eu-west-1"],
    ["AKIA1/20260101/eu-west-1/servicequotas", "service-quotas", "eu-west-1"],
    ["AKIA1/20260101/nowhere/ec2", "ec2", "us-east-1"],
  ])("%s", (scope, service, region) => {
    const identity = identify(request({ headers: { authorization: signed(scope) } }));
    expect(identity).toEqual({
      service,
      region,
      signingName: scope.split("/")[3],
      account: "000000000000",
      accessKey: "AKIA1",
    });
  });

  test("a service that is not here is no other", () => {
    const { headers, ...rest } = form("Action=DescribeTags&Version=2015-12-01");
    const authorization = signed("AKIA1/20260101/us-east-1/autoscaling");
    expect(identify({ ...rest, headers: { ...headers, authorization } }).service).toBeUndefined();
  });

  test("one name, two balancers", () => {
    const headers = { authorization: signed("AKIA1/20260101/us-east-1/elasticloadbalancing") };
    const of = (body: string) => identify({ ...form(body), headers: { ...form(body).headers, ...headers } }).service;
    expect(of("Action=DescribeLoadBalancers&Version=2012-06-01")).toBe("elastic-load-balancing");
    expect(of("Action=DescribeLoadBalancers&Version=2015-12-01")).toBe("elastic-load-balancing-v2");
    expect(of("Action=DescribeTargetGroups")).toBe("elastic-load-balancing-v2");
    expect(of("Action=DescribeLoadBalancerPolicies")).toBe("elastic-load-balancing");
    expect(of("")).toBe("elastic-load-balancing-v2");
  });

  test("one name, S3 and its control plane", () => {
    const headers = { authorization: signed("AKIA1/20260101/us-east-1/s3") };
    expect(identify(request({ headers, path: "/v20180820/accesspoint" })).service).toBe("s3-control");
    expect(identify(request({ headers, path: "/bucket/key" })).service).toBe("s3");
    const directory = { authorization: signed("AKIA1/20260101/us-east-1/s3express") };
    expect(identify(request({ headers: directory, path: "/v20180820/accesspoint/a/scope" })).service).toBe(
      "s3-control",
    );
  });

  test("a signed URL", () => {
    const query = "Action=DescribeVpcs&X-Amz-Credential=111122223333%2F20260101%2Feu-west-3%2Fec2%2Faws4_request";
    expect(identify(request({ method: "GET", query }))).toMatchObject({
      service: "ec2",
      region: "eu-west-3",
      account: "111122223333",
    });
  });

  test("a set of regions (Signature Version 4a)", () => {
    const authorization =
      "AWS4-ECDSA-P256-SHA256 Credential=AKIA1/20260101/s3/aws4_request, SignedHeaders=host, Signature=f";
    const headers = { authorization, "x-amz-region-set": "eu-north-1,us-east-1" };
    expect(identify(request({ headers, path: "/v20180820/mrap/instances/x/routes" }))).toMatchObject({
      service: "s3-control",
      region: "eu-north-1",
    });
  });
});

describe("accounts", () => {
  const of = (key: string, accountOf?: (accessKey: string) => string | undefined) =>
    identify(
      request({ headers: { authorization: signed(`${key}/20260101/us-east-1/ec2`) } }),
      accountOf ? { accountOf } : {},
    ).account;

  test.each([
    ["123456789012", "123456789012"],
    ["12345678901", "000000000000"],
    ["test", "000000000000"],
    ["FOOBARKEY", "123456789012"],
    ["ASIAISSUED", "000000000000"],
  ])("%s", (key, account) => expect(of(key)).toBe(account));

  test("of a key that was issued here", () => {
    expect(of("ASIAISSUED", (key) => (key === "ASIAISSUED" ? "210987654321" : undefined))).toBe("210987654321");
    expect(of("AKIAOTHER", () => undefined)).toBe("000000000000");
  });
});

describe("unsigned requests", () => {
  test.each([
    ["ec2.us-west-2.amazonaws.com", "ec2", "us-west-2"],
    ["ec2.cn-north-1.amazonaws.com.cn", "ec2", "cn-north-1"],
    ["ec2-fips.us-east-2.amazonaws.com", "ec2", "us-east-2"],
    ["ec2.eu-west-1.api.aws", "ec2", "eu-west-1"],
    ["route53.amazonaws.com", "route-53", "us-east-1"],
    ["route53.localhost:4566", "route-53", "us-east-1"],
    ["elbv2.eu-west-1.localhost:80", "elastic-load-balancing-v2", "eu-west-1"],
    ["bucket.s3.eu-west-1.amazonaws.com", "s3", "eu-west-1"],
    ["ec2.s3.amazonaws.com", "s3", "us-east-1"],
    ["bucket.s3.localhost:4566", "s3", "us-east-1"],
    ["127.0.0.1:4566", undefined, "us-east-1"],
    ["localhost", undefined, "us-east-1"],
  ])("host %s", (host, service, region) => {
    expect(identify(request({ headers: { host } }))).toMatchObject({ service, region });
  });

  test.each([
    ["CertificateManager.ListCertificates", "acm"],
    ["AWSWAF_20190729.ListWebACLs", "wafv2"],
    ["Route53Resolver.ListResolverRules", "route53resolver"],
    ["AmazonSSM.GetParameter", "ssm"],
    ["Logs_20140328.DescribeLogGroups", "cloudwatch-logs"],
    ["TrentService.CreateKey", "kms"],
    ["ServiceQuotasV20190624.GetServiceQuota", "service-quotas"],
    ["DynamoDB_20120810.ListTables", undefined],
  ])("target %s", (target, service) => {
    expect(identify(request({ headers: { "x-amz-target": target } })).service).toBe(service);
  });

  test.each([
    ["Action=DescribeVpcs&Version=2016-11-15", "ec2"],
    ["Version=2016-11-15&Action=DescribeVpcs", "ec2"],
    ["Action=DescribeVpcs&Version=2014-02-01", "ec2"],
    ["Action=AssumeRoleWithWebIdentity&Version=2011-06-15", "sts"],
    ["Action=ListStacks&Version=2010-05-15", "cloudformation"],
    ["Action=Fly", undefined],
  ])("form %s", (body, service) => {
    expect(identify(form(body)).service).toBe(service);
    expect(identify(request({ method: "GET", query: body })).service).toBe(service);
  });

  test.each([
    ["/2013-04-01/hostedzone", "route-53"],
    ["/2020-05-31/distribution", "cloudfront"],
    ["/v20180820/accesspoint", "s3-control"],
    ["/global-networks", "networkmanager"],
    ["/createresourceshare", "ram"],
    ["/", undefined],
  ])("path %s", (path, service) => {
    expect(identify(request({ path })).service).toBe(service);
  });
});

describe("the region of a global service is the user agent's", () => {
  test.each([
    ["route53", "aws-sdk-go-v2/1.30 region/eu-west-1", "eu-west-1"],
    ["route53", "aws-sdk-js/3.1 app/region-eu-west-1", "eu-west-1"],
    ["cloudfront", "Boto3/1.34 md/Botocore#1.34 region/ap-southeast-2", "ap-southeast-2"],
    ["route53", "aws-sdk-go-v2/1.30", "us-east-1"],
    ["route53", "x/1 region/", "us-east-1"],
    ["ec2", "aws-sdk-go-v2/1.30 region/eu-west-1", "us-east-1"],
  ])("%s with %s", (name, userAgent, region) => {
    const headers = { authorization: signed(`AKIA1/20260101/us-east-1/${name}`), "user-agent": userAgent };
    expect(identify(request({ headers })).region).toBe(region);
  });
});
