/** Many behind few: the first address and a port of the translator's own choice, remembered for the answers. */
import type { Ipv4 } from "../base/address.ts";
import { TCP, UDP } from "../fabric/protocols.ts";
import { EMPTY } from "./bdd.ts";
import { type Branches, narrowed } from "./branches.ts";
import { type Header, numberIn } from "./header.ts";
import { recallTranslation, withTranslation } from "./memory.ts";
import type { Packet } from "./packet.ts";
import { choiceBlock } from "./space.ts";

/** NAT gateways send from ports 1024–65535. @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html */
const FIRST_PORT = 1024;
const LAST_PORT = 65535;

/**
 * The branch as `element` sends it on, in parts: what it carries already keeps its port, the rest gets one. `towards` is
 * the header with its destination as it leaves.
 */
export function translatesPort(
  branches: Branches,
  element: string,
  packet: Packet,
  towards: Header,
  addresses: readonly Ipv4[],
  capacity: number,
): readonly Packet[] {
  const { space } = branches;
  const sent: Packet[] = [];
  for (const [known, part] of recallTranslation(space, packet.memory, packet.set, element, packet.header)) {
    const one = narrowed(packet, part);
    if (known) {
      sent.push({ ...one, header: known });
      continue;
    }
    const [src] = addresses;
    if (src === undefined || capacity < 1) {
      branches.drop(one, "port-exhausted", "translator", element);
      continue;
    }
    const withPorts = [TCP, UDP].map((protocol) => numberIn(space, towards.protocol, protocol, protocol));
    const [ported, portless] = branches.split(one, space.bdd.or(withPorts[0] ?? EMPTY, withPorts[1] ?? EMPTY));
    if (ported.set !== EMPTY) sent.push(withChosenPort(branches, element, ported, { ...towards, src }));
    if (portless.set !== EMPTY) {
      const header = { ...towards, src };
      sent.push({ ...portless, header, memory: withTranslation(portless.memory, element, portless.header, header) });
    }
  }
  return sent;
}

function withChosenPort(branches: Branches, element: string, packet: Packet, towards: Header): Packet {
  const { space } = branches;
  const block = choiceBlock(packet.choices);
  const header: Header = { ...towards, srcPort: block };
  return {
    ...packet,
    set: space.bdd.and(packet.set, space.range(block, FIRST_PORT, LAST_PORT)),
    header,
    memory: withTranslation(packet.memory, element, packet.header, header),
    chosen: { before: packet.chosen, element, choice: packet.choices, kind: "block" },
    choices: packet.choices + 1,
  };
}
