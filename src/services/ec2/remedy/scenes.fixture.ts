/**
 * Scenes in which a connection does not work, for the tests of remedies: every remedy's lines are run on the same network
 * built anew, and the connection must work then.
 */
import { expect } from "vitest";
import { prefix } from "../../../base/prefix.ts";
import { protocolNumber } from "../../../fabric/protocols.ts";
import { type Ask, Prover } from "../../../prove/prover.ts";
import { whyNot } from "../../../prove/questions/whyNot.ts";
import { Lab } from "../lab.fixture.ts";
import { run } from "./commandLine.fixture.ts";
import { remedy } from "./remedies.ts";

export interface Scene {
  readonly lab: Lab;
  readonly from: { readonly eni: string; readonly ip: string } | "internet";
  readonly to: { readonly eni: string } | "internet";
  readonly proto?: string;
  readonly port?: number;
  readonly family?: number;
}

const end = (place: Scene["from"] | Scene["to"]): Ask["from"] =>
  place === "internet" ? { world: "internet" } : { interface: place.eni };

function askOf({ from, to, proto = "tcp", port = 443, family = 4 }: Scene): Ask {
  const protocol = protocolNumber(proto) ?? 6;
  const icmp = protocol === 1 || protocol === 58;
  const far = { destination: [prefix(family === 4 ? "198.51.100.7/32" : "2001:db8::7/128")] };
  const sent = protocol === 1 ? 8 : protocol === 58 ? 128 : 49152;
  const leaving = {
    protocols: [protocol],
    sourcePorts: [{ from: sent, to: sent }],
    destinationPorts: icmp ? [{ from: 0, to: 0 }] : [{ from: port, to: port }],
    ...(to === "internet" ? far : {}),
  };
  return { from: end(from), to: end(to), leaving };
}

/** All remedies of a scene, as their commands; each is run on the scene built anew, which must work then. */
export function remediesOf(build: () => Scene) {
  const scene = build();
  const { lab } = scene;
  const ask = askOf(scene);
  const { fabric, store } = lab.region.cloud;
  const prover = new Prover(fabric);
  const isPossible = (change: Parameters<typeof remedy>[1]): boolean => remedy(store, change, []) !== undefined;
  const answer = whyNot(prover, fabric, ask, { isPossible });
  expect(answer.cutOff).toMatchObject({ changes: 3, complete: true });
  const told = answer.remedies.map((changes) =>
    changes.map((change, place) => remedy(store, change, changes.slice(0, place))),
  );
  for (const steps of told) {
    const again = build();
    for (const step of steps) {
      if (step?.command === undefined) throw new Error(`no command: ${step?.change}`);
      run(again.lab.region, step.command);
      again.lab.settle();
    }
    const after = again.lab.region.cloud.fabric;
    const proof = new Prover(after).canReach(askOf(again));
    expect(proof.holds, steps.map((step) => step?.command).join("\n")).toBe(true);
    if (!proof.witness) throw new Error("no witness");
    const { flow } = proof.witness;
    const walked = again.lab.walk(proof.origin, flow);
    expect(walked.works, walked.path.join("\n")).toBe(true);
  }
  const commands = told.map((steps) => steps.map((step) => step?.command ?? ""));
  const words = told.map((steps) => steps.map((step) => step?.change ?? ""));
  return {
    commands,
    words,
    causes: answer.causes.map(({ way, disposition, stage }) => `${way} ${disposition} ${stage}`),
  };
}

/** Two instances of one subnet; what the groups and lists say is the scene's. */
export function twoHosts(rules: { readonly db?: readonly string[]; readonly webOut?: readonly string[] }) {
  const lab = new Lab();
  const vpc = lab.vpc("vpc", "10.0.0.0/16");
  const a = lab.subnet("a", vpc, "10.0.0.0/24");
  const b = lab.subnet("b", vpc, "10.0.1.0/24");
  const web = lab.group("web", vpc, rules.webOut ? { out: rules.webOut } : {});
  const db = lab.group("db", vpc, { in: rules.db ?? [] });
  const from = lab.instance("web-1", a, { groups: [web] });
  const to = lab.instance("db-1", b, { groups: [db] });
  return { lab, vpc, a, b, web, db, from, to, port: 5432 };
}

/** The operations of all remedies. */
export const verbs = (commands: readonly (readonly string[])[]) =>
  commands.map((steps) => steps.map((one) => one.split(" ")[2]));
