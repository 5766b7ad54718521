/** What traffic is meant: `tcp 443`, `udp 1024-65535`, `icmp`, `protocol 50`, `any`. Total: any text gives it or the reason. */
import { err, ok, type Result } from "../../base/result.ts";
import { hasPorts, protocolNumber } from "../../fabric/protocols.ts";
import type { Traffic } from "../suite.ts";

export interface TrafficFault {
  readonly message: string;
  readonly remedy: string;
}

export const ANY: Traffic = { text: "any", terms: { proto: "any" }, range: false };

const FORMS = "Write tcp 443, udp 53, tcp 1024-65535, icmp or any; several as a list: [tcp 80, tcp 443].";
const HIGHEST = 65_535;

/** Names that people give to ports, which is more than the language does: they make the remedy. */
const services: Readonly<Record<string, string>> = {
  http: "tcp 80",
  https: "tcp 443",
  ssh: "tcp 22",
  dns: "udp 53",
  ntp: "udp 123",
  rdp: "tcp 3389",
  mysql: "tcp 3306",
  postgres: "tcp 5432",
  postgresql: "tcp 5432",
  redis: "tcp 6379",
  ping: "icmp",
};

const fault = (text: string, why: string, remedy: string): Result<never, TrafficFault> =>
  err({ message: `'${text.slice(0, 60)}' is no traffic: ${why}`, remedy });

export function parseTraffic(text: string): Result<Traffic, TrafficFault> {
  const plain = text.trim().toLowerCase().replace(/\s+/g, " ");
  if (plain === "any") return ok(ANY);
  if (plain.includes(",")) return fault(text, "several ports are a list", `Write ${listOf(plain)}.`);
  const [, word = "", rest = ""] = /^(protocol \d{1,3}|[a-z0-9]+)(?: (.+))?$/.exec(plain) ?? [];
  if (/^\d+(-\d+)?$/.test(plain))
    return fault(text, "a port needs its protocol", `Write tcp ${plain} or udp ${plain}.`);
  const proto = word.replace(/^protocol /, "");
  const number = protocolNumber(proto);
  if (number === undefined) return unknown(text, plain);
  if (rest === "") return ok({ text: plain, terms: { proto }, range: false });
  if (!hasPorts(number)) return fault(text, `${word} has no ports`, `Write ${word} alone.`);
  const [, from, to] = /^(\d{1,5})(?: ?- ?(\d{1,5}))?$/.exec(rest) ?? [];
  if (from === undefined) return fault(text, `'${rest.slice(0, 40)}' is no port`, FORMS);
  return ranged(text, proto, Number(from), to === undefined ? undefined : Number(to));
}

function ranged(text: string, proto: string, from: number, to: number | undefined): Result<Traffic, TrafficFault> {
  const least = Math.min(from, to ?? from);
  const most = Math.max(from, to ?? from);
  if (least < 1 || most > HIGHEST) return fault(text, `ports go from 1 to ${HIGHEST}`, FORMS);
  if (to !== undefined && to < from) return fault(text, "its range runs backwards", `Write ${proto} ${to}-${from}.`);
  const range = to !== undefined && to !== from;
  const port = range ? `${from}-${to}` : String(from);
  return ok({ text: `${proto} ${port}`, terms: { proto, port }, range });
}

function unknown(text: string, plain: string): Result<never, TrafficFault> {
  const [, before, after] = /^(.+)[/:](.+)$/.exec(plain) ?? [];
  const swapped = [`${before} ${after}`, `${after} ${before}`].find(
    (one) => before !== undefined && /^(tcp|udp) \d{1,5}(-\d{1,5})?$/.test(one),
  );
  const meant = swapped ?? (Object.hasOwn(services, plain) ? services[plain] : undefined);
  if (meant !== undefined) return fault(text, "it is not written so", `Write ${meant}.`);
  return fault(text, "its protocol is not known", FORMS);
}

/** `tcp 80,443` → `[tcp 80, tcp 443]`. */
function listOf(plain: string): string {
  const [, proto = "tcp", ports = ""] = /^([a-z]+)? ?(.*)$/.exec(plain) ?? [];
  const each = ports.split(",").map((port) => port.trim().replace(/^[a-z]+ /, ""));
  return `[${each
    .map((port) => `${proto} ${port}`.slice(0, 40))
    .slice(0, 8)
    .join(", ")}]`;
}
