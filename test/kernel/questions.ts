/** Random questions to a described region: who asks whom, over what. */
import type { Chance } from "./chance.ts";
import type { Described } from "./described.ts";
import type { Question } from "./linux.ts";
import { INTERNET } from "./places.ts";

/** Hosts of the Internet that ask, and that are asked. */
const HOSTS = ["203.0.113.9", "203.0.113.200", "198.51.100.7"];
const PORTS = [22, 53, 80, 443, 8080, 1, 81, 999, 1000, 2000, 2001, 8000, 8100, 1023, 1024, 65535];

export function questions(chance: Chance, described: Described, count: number): readonly Question[] {
  const nats = new Set(
    described.natGateways.flatMap(({ NatGatewayAddresses }) =>
      (NatGatewayAddresses ?? []).map(({ NetworkInterfaceId }) => NetworkInterfaceId),
    ),
  );
  const all = described.networkInterfaces.flatMap(({ NetworkInterfaceId = "", VpcId, PrivateIpAddresses }) =>
    (PrivateIpAddresses ?? []).map(({ PrivateIpAddress = "", Association }) => ({
      from: NetworkInterfaceId,
      vpc: VpcId,
      source: PrivateIpAddress,
      publicly: Association?.PublicIp,
    })),
  );
  const sources = [
    ...all.filter(({ from }) => !nats.has(from)),
    ...HOSTS.slice(0, 2).map((source) => ({ from: INTERNET, vpc: undefined, source, publicly: undefined })),
  ];
  const own = all.map(({ source }) => source);
  const publicly = [
    ...all.flatMap((one) => one.publicly ?? []),
    ...described.addresses.flatMap((one) => one.PublicIp ?? []),
  ];
  const odd = described.subnets.flatMap(({ CidrBlock = "" }) => oddAddresses(CidrBlock));
  const near = new Map(
    sources.map(({ vpc }) => [vpc, all.filter((one) => one.vpc === vpc).map(({ source }) => source)]),
  );
  const free = described.subnets
    .flatMap(({ CidrBlock = "" }) => oddAddresses(CidrBlock).slice(4, 5))
    .filter((address) => !own.includes(address));
  const asked: Question[] = [];
  const taken = new Set<string>();
  for (let attempt = 0; asked.length < count && attempt < 20 * count; attempt++) {
    const { from, vpc, source } = chance.pick(sources);
    const neighbours = near.get(vpc) ?? [];
    const everywhere = [neighbours, neighbours, neighbours, own, own, publicly, HOSTS, HOSTS, odd];
    const pools = from === INTERNET ? [publicly, publicly, publicly, own] : everywhere;
    const filled = pools.filter((pool) => pool.length > 0);
    if (filled.length === 0) continue;
    const destination = chance.pick(filled);
    // Now and then from an address that is not its own (nor anybody's: Linux takes nothing that claims to be from itself).
    const sent = from !== INTERNET && free.length > 0 && chance.happens(0.04) ? chance.pick(free) : source;
    const question = { from, source: sent, destination: chance.pick(destination), ...ports(chance, asked.length) };
    // What a machine sends to itself never leaves it, and Linux takes nothing from an address to that same address.
    if (sent === question.destination) continue;
    if (all.some((one) => one.from === from && one.source === question.destination)) continue;
    if (from === INTERNET && HOSTS.includes(question.destination)) continue;
    const { protocol, sourcePort, port } = question;
    const key = `${protocol} ${[`${sent}:${sourcePort}`, `${question.destination}:${port}`].sort()}`;
    if (protocol !== 1 && taken.has(key)) continue;
    taken.add(key);
    asked.push(question);
  }
  return asked;
}

/** Source ports from every stretch that rules speak of, each used once, so that no flow is taken for another. */
function ports(chance: Chance, index: number): Pick<Question, "protocol" | "sourcePort" | "port"> {
  const protocol = chance.pick([6, 6, 17, 17, 1] as const);
  if (protocol === 1) return { protocol, sourcePort: 0, port: 0 };
  const first = chance.pick([49_152, 49_152, 33_000, 61_000, 10_000, 3_000]);
  return { protocol, sourcePort: first + index, port: chance.pick(PORTS) };
}

/** Addresses of a subnet that nobody has: the five that AWS keeps to itself, and one in the middle. */
function oddAddresses(cidr: string): string[] {
  const [a = 0, b = 0, c = 0, d = 0, bits = 32] = cidr.split(/[./]/).map(Number);
  const size = 2 ** (32 - bits);
  return [0, 1, 2, 3, size / 2 + 3, size - 1].map((offset) => `${a}.${b}.${c}.${d + offset}`);
}
