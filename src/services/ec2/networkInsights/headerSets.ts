/** Sets of packet headers, field by field: what a statement admits, and what is left of it without another's. */
import { parseIpv4 } from "../../../base/address.ts";
import { covers, hostPrefix, overlaps, type Prefix, prefix, prefixOf } from "../../../base/prefix.ts";
import type { Context } from "../../../cloud/context.ts";
import type { FlowConstraint, PortRange } from "../../../cloud/reachability.ts";
import { TCP, UDP } from "../../../fabric/protocols.ts";
import { idIn } from "./ends.ts";
import { cidrsOf } from "./named.ts";
import { protocolOf } from "./questions.ts";
import type { HeaderStatement } from "./resources.ts";
import { portsIn } from "./statements.ts";

/** What "any" is for each field. */
const EVERY = {
  protocols: [TCP, UDP],
  source: [prefix("0.0.0.0/0")],
  destination: [prefix("0.0.0.0/0")],
  sourcePorts: [{ from: 0, to: 65535 }],
  destinationPorts: [{ from: 0, to: 65535 }],
} as const satisfies FlowConstraint;

export type HeaderField = keyof typeof EVERY;
export const FIELDS = Object.keys(EVERY) as readonly HeaderField[];

export function headersOfStatement(ctx: Context, statement: HeaderStatement | undefined): FlowConstraint {
  if (!statement) return {};
  const source = addressesOf(ctx, statement.sourceAddresses, statement.sourcePrefixLists);
  const destination = addressesOf(ctx, statement.destinationAddresses, statement.destinationPrefixLists);
  const sourcePorts = statement.sourcePorts?.flatMap((text) => portsIn(text) ?? []);
  const destinationPorts = statement.destinationPorts?.flatMap((text) => portsIn(text) ?? []);
  return {
    ...(statement.protocols ? { protocols: statement.protocols.map(protocolOf) } : {}),
    ...(source ? { source } : {}),
    ...(destination ? { destination } : {}),
    ...(sourcePorts ? { sourcePorts } : {}),
    ...(destinationPorts ? { destinationPorts } : {}),
  };
}

function addressesOf(ctx: Context, texts: readonly string[] | undefined, lists: readonly string[] | undefined) {
  if (lists) return lists.flatMap((list) => cidrsOf(ctx, idIn(list))).map(prefix);
  return texts?.map((text) => {
    const address = parseIpv4(text);
    return address === undefined ? prefix(text) : hostPrefix(address);
  });
}

/**
 * The header without what another admits in one field: the other's is left behind wholly where each of its fields has
 * been taken out in turn. Nothing where nothing is left.
 */
export function withoutField(
  header: FlowConstraint,
  field: HeaderField,
  other: FlowConstraint,
): FlowConstraint | undefined {
  switch (field) {
    case "protocols": {
      const left = (header.protocols ?? EVERY.protocols).filter((one) => !other.protocols?.includes(one));
      return left.length > 0 ? { ...header, protocols: left } : undefined;
    }
    case "source":
    case "destination": {
      const left = withoutPrefixes(header[field] ?? EVERY[field], other[field] ?? []);
      return left.length > 0 ? { ...header, [field]: left } : undefined;
    }
    case "sourcePorts":
    case "destinationPorts": {
      const left = withoutPorts(header[field] ?? EVERY[field], other[field] ?? []);
      return left.length > 0 ? { ...header, [field]: left } : undefined;
    }
  }
}

export function withoutPorts(ranges: readonly PortRange[], others: readonly PortRange[]): readonly PortRange[] {
  let left = ranges;
  for (const other of others)
    left = left.flatMap(({ from, to }) =>
      [
        { from, to: Math.min(to, other.from - 1) },
        { from: Math.max(from, other.to + 1), to },
      ].filter((range) => range.from <= range.to),
    );
  return left;
}

/** Prefixes that cover what others do not: halves of halves, as far as needed. */
export function withoutPrefixes(prefixes: readonly Prefix[], others: readonly Prefix[]): readonly Prefix[] {
  return prefixes.flatMap((one): readonly Prefix[] => {
    const inside = others.filter((other) => overlaps(one, other));
    if (inside.length === 0) return [one];
    if (inside.some((other) => covers(other, one)) || typeof one.address !== "number") return [];
    const length = one.length + 1;
    const halves = [prefixOf(one.address, length), prefixOf(one.address + 2 ** (32 - length), length)];
    return withoutPrefixes(halves, inside);
  });
}

/** The addresses that are in both sets; a set that is not given has all. */
export const commonPrefixes = (some: readonly Prefix[], others: readonly Prefix[] | undefined): readonly Prefix[] =>
  others === undefined
    ? some
    : some.flatMap((one) => others.flatMap((other) => (covers(other, one) ? one : covers(one, other) ? other : [])));
