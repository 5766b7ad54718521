/**
 * The quotas as the API shows them. What is asked for is granted at once.
 * @see https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_RequestServiceQuotaIncrease.html
 */
import type { RequestedServiceQuotaChange, RequestStatus, ServiceQuota } from "@aws-sdk/client-service-quotas";
import { arnOf, partitionOf } from "../../cloud/arn.ts";
import type { Context } from "../../cloud/context.ts";
import { fail } from "../../cloud/error.ts";
import { operationsOf } from "../../cloud/operation.ts";
import { cutPage } from "../../cloud/page.ts";
import {
  appliedQuotas,
  QUOTAS,
  type Quota,
  type QuotaCode,
  type QuotaRequest,
  quotaOf,
  quotaRequests,
  RAISED_TOGETHER,
  SERVICES,
} from "./resources.ts";

const quotas = operationsOf<typeof import("@aws-sdk/client-service-quotas")>();

const missing = (): never =>
  fail("NoSuchResourceException", "The request failed because the specified service or quota does not exist.");

const isCode = (code: string): code is QuotaCode => Object.hasOwn(QUOTAS, code);

function needQuota(service = "", code = ""): readonly [QuotaCode, Quota] {
  if (!isCode(code) || QUOTAS[code].service !== service) return missing();
  return [code, QUOTAS[code]];
}

const described = (code: QuotaCode, quota: Quota, value: number, arn: string): ServiceQuota => ({
  ServiceCode: quota.service,
  ServiceName: SERVICES[quota.service],
  QuotaArn: arn,
  QuotaCode: code,
  QuotaName: quota.name,
  Value: value,
  Unit: "None",
  Adjustable: quota.most !== 0,
  GlobalQuota: false,
  QuotaAppliedAtLevel: "ACCOUNT",
});

const applied = (ctx: Context, code: QuotaCode): ServiceQuota => {
  const quota: Quota = QUOTAS[code];
  return described(code, quota, quotaOf(ctx, code), arnOf(ctx, "servicequotas", `${quota.service}/${code}`));
};

const granted = ({ region }: Context, code: QuotaCode): ServiceQuota => {
  const quota: Quota = QUOTAS[code];
  const arn = `arn:${partitionOf(region)}:servicequotas:${region}::${quota.service}/${code}`;
  return described(code, quota, quota.value, arn);
};

const codesOf = (service = ""): readonly QuotaCode[] => {
  if (!Object.hasOwn(SERVICES, service)) return missing();
  return (Object.keys(QUOTAS) as QuotaCode[]).filter((code) => QUOTAS[code].service === service).sort();
};

interface Paging {
  readonly NextToken?: string | undefined;
  readonly MaxResults?: number | undefined;
}

function pageOf<T>(items: readonly T[], kind: string, { NextToken: token, MaxResults: most = 100 }: Paging) {
  if (most < 1 || most > 100)
    fail("IllegalArgumentException", "MaxResults must be greater than or equal to 1 and less than or equal to 100.");
  return cutPage(items, kind, most, token, () => fail("InvalidPaginationTokenException", "Invalid token was used."));
}

const getServiceQuota = quotas("GetServiceQuota", ({ ServiceCode, QuotaCode }, ctx) => ({
  Quota: applied(ctx, needQuota(ServiceCode, QuotaCode)[0]),
}));

const getDefaultQuota = quotas("GetAWSDefaultServiceQuota", ({ ServiceCode, QuotaCode }, ctx) => ({
  Quota: granted(ctx, needQuota(ServiceCode, QuotaCode)[0]),
}));

const listServiceQuotas = quotas("ListServiceQuotas", (input, ctx) => {
  const codes = codesOf(input.ServiceCode).filter((code) => (input.QuotaCode ?? code) === code);
  const { items, next } = pageOf(codes, `quotas-${input.ServiceCode}`, input);
  return { Quotas: items.map((code) => applied(ctx, code)), NextToken: next };
});

const listDefaultQuotas = quotas("ListAWSDefaultServiceQuotas", (input, ctx) => {
  const { items, next } = pageOf(codesOf(input.ServiceCode), `defaults-${input.ServiceCode}`, input);
  return { Quotas: items.map((code) => granted(ctx, code)), NextToken: next };
});

const listServices = quotas("ListServices", (input) => {
  const { items, next } = pageOf(Object.entries(SERVICES), "services", input);
  return { Services: items.map(([ServiceCode, ServiceName]) => ({ ServiceCode, ServiceName })), NextToken: next };
});

function describeRequest(
  ctx: Context,
  { id, code, desired, createdAt }: QuotaRequest,
  status: RequestStatus,
): RequestedServiceQuotaChange {
  const { ServiceCode, ServiceName, QuotaArn, QuotaCode, QuotaName } = applied(ctx, code);
  return {
    Id: id,
    ServiceCode,
    ServiceName,
    QuotaCode,
    QuotaName,
    DesiredValue: desired,
    Status: status,
    Created: new Date(createdAt),
    LastUpdated: new Date(createdAt),
    Requester: JSON.stringify({ accountId: ctx.account }),
    QuotaArn,
    GlobalQuota: false,
    Unit: "None",
    QuotaRequestedAtLevel: "ACCOUNT",
  };
}

const requestIncrease = quotas("RequestServiceQuotaIncrease", ({ ServiceCode, QuotaCode, DesiredValue = 0 }, ctx) => {
  const [code, { most }] = needQuota(ServiceCode, QuotaCode);
  const { account, region } = ctx;
  if (most === 0) fail("IllegalArgumentException", `The quota ${code} is not adjustable.`);
  if (DesiredValue <= quotaOf(ctx, code))
    fail("IllegalArgumentException", "You must provide a quota value greater than the current quota value.");
  if (most !== undefined && DesiredValue > most)
    fail("IllegalArgumentException", `The quota ${code} cannot be raised beyond ${most}.`);
  for (const raised of [code, ...(RAISED_TOGETHER[code] ?? [])])
    if (quotaOf(ctx, raised) < DesiredValue)
      ctx.put(appliedQuotas, { id: ctx.key(raised), account, region, code: raised, value: DesiredValue });
  const request = ctx.put(quotaRequests, {
    id: ctx.random.hex(32),
    account,
    region,
    code,
    desired: DesiredValue,
    createdAt: ctx.now().getTime(),
  });
  return { RequestedQuota: describeRequest(ctx, request, "PENDING") };
});

const getRequest = quotas("GetRequestedServiceQuotaChange", ({ RequestId = "" }, ctx) => {
  const request = ctx.get(quotaRequests, RequestId) ?? missing();
  return { RequestedQuota: describeRequest(ctx, request, "APPROVED") };
});

interface HistoryInput extends Paging {
  readonly ServiceCode?: string | undefined;
  readonly QuotaCode?: string | undefined;
  readonly Status?: RequestStatus | undefined;
}

function history(ctx: Context, input: HistoryInput) {
  const { ServiceCode: service, QuotaCode: code, Status: status = "APPROVED" } = input;
  const found = ctx
    .all(quotaRequests)
    .filter(
      (one) => (service ?? QUOTAS[one.code].service) === QUOTAS[one.code].service && (code ?? one.code) === one.code,
    )
    .filter(() => status === "APPROVED");
  const { items, next } = pageOf(found.reverse(), "requests", input);
  return { RequestedQuotas: items.map((one) => describeRequest(ctx, one, "APPROVED")), NextToken: next };
}

const listHistory = quotas("ListRequestedServiceQuotaChangeHistory", (input, ctx) => history(ctx, input));
const listHistoryByQuota = quotas("ListRequestedServiceQuotaChangeHistoryByQuota", (input, ctx) => history(ctx, input));

export const quotaOperations = [
  getServiceQuota,
  getDefaultQuota,
  listServiceQuotas,
  listDefaultQuotas,
  listServices,
  requestIncrease,
  getRequest,
  listHistory,
  listHistoryByQuota,
];
