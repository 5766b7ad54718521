/**
 * A Terraform configuration's whole life against an endpoint: init, apply, a plan that finds nothing to do, destroy. The
 * provider comes from a mirror on this machine, so that nothing is downloaded.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clientEnvironment, runCommand } from "./command.fixture.ts";
import { terraformMirror } from "./presence.ts";

/** Added to each provider block of a configuration: its aliases and regions stay as they are. */
const providerOverride = (alias: string | undefined): string => `provider "aws" {
${alias === undefined ? "" : `  alias = "${alias}"\n`}  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  max_retries                 = 2
}
`;

export interface Terraform {
  run(...args: string[]): Promise<void>;
  /** What the configuration made, as Terraform remembers it. */
  state(): Promise<string>;
  remove(): void;
}

/** A working copy of the configuration in `folder`, initialised. */
export async function openTerraform(folder: string, endpoint: string): Promise<Terraform> {
  const work = mkdtempSync(join(tmpdir(), "underlay-terraform-"));
  let text = "";
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".tf"))) {
    const content = readFileSync(join(folder, file), "utf8");
    writeFileSync(join(work, file), content);
    text += content;
  }
  const aliases = new Set([...text.matchAll(/^\s*alias\s*=\s*"([^"]+)"/gm)].map(([, alias]) => alias));
  writeFileSync(join(work, "zz_override.tf"), [undefined, ...aliases].map(providerOverride).join(""));
  const mirror = terraformMirror() ?? "";
  const settings = join(work, "terraform.rc");
  writeFileSync(settings, `provider_installation {\n  filesystem_mirror { path = ${JSON.stringify(mirror)} }\n}\n`);

  const env = {
    ...clientEnvironment(endpoint),
    TF_CLI_CONFIG_FILE: settings,
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
  };
  const call = async (args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await runCommand("terraform", args, { cwd: work, env });
    if (code === 0) return stdout;
    throw new Error(`terraform ${args.join(" ")} ended with ${code}:\n${`${stdout}\n${stderr}`.trim().slice(-4000)}`);
  };
  await call(["init", "-no-color", "-input=false"]);
  return {
    run: async (...args) => void (await call([...args, "-no-color", "-input=false"])),
    state: () => call(["state", "list"]),
    remove: () => rmSync(work, { recursive: true, force: true }),
  };
}
