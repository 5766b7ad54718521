/** `underlay/testing` as its users have it: built, found by the package's name, imported, required and typed. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../floors.ts";
import { runCommand } from "../peers/command.fixture.ts";

const folder = join(root, ".cache", "consumer");

/** Runs a program of a user's, in a folder from which the package is found by its name. */
async function program(name: string, text: string, ...command: readonly string[]) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name);
  writeFileSync(file, text);
  return runCommand(process.execPath, [...command, file]);
}

const use = `(async () => {
  const network = await startNetwork({ seed: 3 });
  const body = new URLSearchParams({ Action: "DescribeVpcs", Version: "2016-11-15" });
  console.log(/<isDefault>true/.test(await (await fetch(network.endpoint, { method: "POST", body })).text()));
  const refused = await expectNetwork({ ask: async () => { throw new AskProblem("x", "nobody") } })
    .from("a").to("b").toBeDenied().catch((error) => error);
  console.log(refused instanceof NetworkAssertionError, refused.message.includes("nobody"));
  await network.close();
})();`;
const NAMES = "{ AskProblem, expectNetwork, NetworkAssertionError, startNetwork }";

test.each([
  ["imported", "use.mjs", `import ${NAMES} from "underlay/testing";\n${use}`],
  ["required", "use.cjs", `const ${NAMES} = require("underlay/testing");\n${use}`],
])("%s", async (_, name, text) => {
  const { code, stdout, stderr } = await program(name, text);
  expect(stderr).toBe("");
  expect(stdout).toBe("true\ntrue true\n");
  expect(code).toBe(0);
});

test("its types are there, and are no any", async () => {
  const text = `import { expectNetwork, type Network, startNetwork } from "underlay/testing";
const network: Network = await startNetwork();
await expectNetwork(network).from("a", ["b"]).to("c").on("tcp 443").via("d").toBeAllowed();
const answer = await network.ask({ question: "can-reach", source: "a", destination: "b" });
export const holds: boolean = answer.holds;
// @ts-expect-error a question's answer has its own members
answer.findings;
// @ts-expect-error no such verdict
expectNetwork(network).toBeMaybe();
`;
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const flags = ["--ignoreConfig", "--noEmit", "--strict", "--module", "nodenext", "--target", "es2022", "--types", ""];
  const { code, stdout } = await program("types.mts", text, tsc, ...flags);
  expect(stdout).toBe("");
  expect(code).toBe(0);
});
