/** The places that selectors name: one where one is asked for, all where any will do. */
import { type Address, formatAddress, parseAddress } from "../base/address.ts";
import { contains, prefix } from "../base/prefix.ts";
import { type Cloud, openings } from "../cloud/cloud.ts";
import type { Place } from "../cloud/operation.ts";
import { nearest } from "../expect/parse/nearest.ts";
import { type Candidate, Problem } from "./problem.ts";
import { whereaboutsOf } from "./whereabouts.ts";

/** Where a selector is looked for; what it says nothing of is everywhere. */
export interface Within {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
}
export const EVERYWHERE: Within = {};
export const withinOf = ({ account, region }: Within): Within => ({ account, region });

/** The one place that a selector names, in the first of these where it names any. Several are an error that lists them. */
export function placeOf(cloud: Cloud, selector: string, within: readonly Within[]): Place {
  const distinct = placesOf(cloud, selector, within);
  const [place, ...others] = distinct;
  if (place && others.length === 0) return place;
  throw ambiguous(cloud, selector, distinct);
}

/** All places that a selector names, in the first of these where it names any. None is an error. */
function placesOf(cloud: Cloud, selector: string, within: readonly Within[]): readonly Place[] {
  const found = within.map((one) => cloud.locate(selector, one)).find((places) => places.length > 0) ?? [];
  if (found.length > 0) return [...new Map(found.map((place) => [place.interface ?? place.id, place])).values()];
  const address = parseAddress(selector);
  if (address !== undefined && isPublic(address)) return [worldPlace(address)];
  throw new Problem("not-found", whyNothing(cloud, selector, within[0]), 404);
}

/** A tag, a group, a subnet or a VPC stands for all that is in it; a Name that several things bear for none of them. */
export function everyPlaceOf(cloud: Cloud, selector: string, within: readonly Within[]): readonly Place[] {
  const found = placesOf(cloud, selector, within);
  if (found.length < 2 || /^(tag:|(sg|subnet|vpc)-)/.test(selector) || isContainer(selector, found)) return found;
  throw ambiguous(cloud, selector, found);
}

/** Whether no place bears the name itself: then it is the name of what they are in. */
const isContainer = (selector: string, found: readonly Place[]): boolean =>
  found.every(({ id, name }) => name !== selector && id !== selector);

const ambiguous = (cloud: Cloud, selector: string, places: readonly Place[]): Problem =>
  new Problem(
    "ambiguous",
    `'${selector}' fits ${places.length} places; name one of them by its id.`,
    409,
    places.map((one) => candidateOf(cloud, one)),
  );

const candidateOf = (cloud: Cloud, { id, kind, name, interface: eni }: Place): Candidate => ({
  id,
  kind,
  ...(name === undefined ? {} : { name }),
  ...whereaboutsOf(cloud.store, eni),
});

/** A question about an account or region that nobody has called finds nothing there: that is a mistake, not an answer. */
export function checkWithin(cloud: Cloud, within: Within): void {
  const why = whyUnopened(cloud, within);
  if (why !== undefined) throw new Problem("not-found", why, 404);
}

function whyUnopened(cloud: Cloud, { account, region }: Within): string | undefined {
  if (account === undefined && region === undefined) return undefined;
  const opened = [...cloud.store.table(openings).values()];
  if (opened.some((one) => (account ?? one.account) === one.account && (region ?? one.region) === one.region))
    return undefined;
  const where = [region, account && `account ${account}`].filter(Boolean).join(" of ");
  const known = opened.map((one) => `${one.region} of account ${one.account}`).join(", ");
  return `Nobody has called ${where} yet. In use: ${known || "nothing"}.`;
}

function whyNothing(cloud: Cloud, selector: string, within: Within = EVERYWHERE): string {
  if ([...cloud.store.table(openings).values()].length === 0)
    return `There is no network yet to find '${selector}' in: the first AWS call to a region makes one, with its default VPC.`;
  const unopened = whyUnopened(cloud, within);
  if (unopened !== undefined) return unopened;
  if (whereaboutsOf(cloud.store, selector))
    return `${selector} has no network interface: there is no address that a packet could come from or go to.`;
  if (selector.startsWith("internet:")) return `'${selector.slice("internet:".length)}' is no IP address.`;
  if (selector.startsWith("service:"))
    return `The addresses of an AWS service '${selector.slice("service:".length)}' are not known.`;
  if (parseAddress(selector) !== undefined) return `Nobody in the network has the address ${selector}.`;
  const meant = nearest(selector, hostNames(cloud));
  if (meant !== undefined) return `Nothing in the network is called '${selector}'. Did you mean '${meant}'?`;
  return `Nothing in the network is called '${selector}'. Give an id, a Name, tag:KEY=VALUE, an address, internet, internet:ADDRESS or service:s3; 'underlay status' lists what there is.`;
}

const hostNames = (cloud: Cloud): readonly string[] => [
  ...new Set(
    [...cloud.fabric.interfaces.values()].flatMap(
      ({ receiver: { id } }) =>
        (id !== undefined && cloud.wordings.map(({ name }) => name(cloud.store, id)).find(Boolean)) || [],
    ),
  ),
];

/**
 * A destination is looked for where the question says, then everywhere: a peer may live in another account and region. An
 * AWS service is the one of the source's region. An address may also be one that nobody has: where it ends is the answer.
 */
export function destinationOf(cloud: Cloud, selector: string, question: Within, source: Place): Place {
  const asked = withinOf(question);
  const address = parseAddress(selector);
  if (address === undefined) {
    const region = whereaboutsOf(cloud.store, source.interface)?.region;
    const first = selector.startsWith("service:") && region !== undefined ? [{ region }] : [];
    return placeOf(cloud, selector, [...first, asked, EVERYWHERE]);
  }
  const domain = cloud.fabric.interfaces.get(source.interface ?? "")?.domain;
  const neighbour = domain === undefined ? undefined : cloud.fabric.interfaceAt(domain, address);
  const known = cloud.locate(selector, EVERYWHERE);
  const here = cloud.locate(selector, asked);
  const place = known.find((one) => one.interface === neighbour) ?? onlyOne(here) ?? onlyOne(known);
  return place ? { ...place, inner: [address], outer: [address] } : worldPlace(address);
}

const onlyOne = (places: readonly Place[]): Place | undefined => (places.length === 1 ? places[0] : undefined);

const worldPlace = (address: Address): Place => ({
  kind: "address",
  id: formatAddress(address),
  name: undefined,
  interface: undefined,
  inner: [address],
  outer: [address],
});

const PRIVATE = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "169.254.0.0/16",
  "fc00::/7",
  "fe80::/10",
].map(prefix);
const isPublic = (address: Address): boolean => !PRIVATE.some((one) => contains(one, address));

/** The element that walks pass and a selector names: by its id, by a Name, or as whoever is there. */
export function elementOf(cloud: Cloud, selector: string): string {
  const isId = /^[a-z-]+-[0-9a-f]{8,17}$/.test(selector);
  const named = isId ? [selector] : cloud.wordings.flatMap(({ named: all }) => all?.(cloud.store, selector) ?? []);
  const found = [...new Set(named.flatMap((id) => elementsAt(cloud, id)))];
  const [element, ...others] = found;
  if (element === undefined) {
    if (named.length === 0) throw new Problem("not-found", whyNothing(cloud, selector), 404);
    throw new Problem("not-found", `No packet passes '${selector}': it is no gateway, route table or interface.`, 404);
  }
  if (others.length > 0)
    throw new Problem(
      "ambiguous",
      `'${selector}' fits ${found.length} resources; name one of them by its id.`,
      409,
      found.map((id) => ({ id, kind: id.slice(0, id.lastIndexOf("-")) })),
    );
  return element;
}

function elementsAt({ fabric }: Cloud, id: string): readonly string[] {
  if (fabric.gateways.has(id) || fabric.interfaces.has(id)) return [id];
  const tables = [...fabric.routers.values(), ...fabric.hubEnds.values()];
  if (tables.some(({ resource }) => resource === id)) return [id];
  const hosts = [...fabric.interfaces.values()].filter(({ receiver }) => receiver.id === id);
  return hosts.slice(0, 1).map((one) => one.id);
}
