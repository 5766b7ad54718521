/** The outside peers: which of them this machine has, and where. */
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { linuxKernel } from "../kernel/presence.ts";
import { runCommand } from "./command.fixture.ts";

export interface Peer {
  readonly name: string;
  /** `undefined` where it is absent. */
  readonly version: string | undefined;
  /** Why it is absent, or how to get it. */
  readonly absence: string;
}

const PROVIDER_VERSION = "5.100.0";

async function awsCli(): Promise<Peer> {
  const { code, stdout, stderr } = await runCommand("aws", ["--version"]);
  const version = /aws-cli\/(\S+)/.exec(stdout + stderr)?.[1];
  return { name: "AWS CLI", version: code === 0 ? version : undefined, absence: "apt-get install awscli" };
}

async function boto3(): Promise<Peer> {
  const { code, stdout } = await runCommand("python3", ["-c", "import boto3; print(boto3.__version__)"]);
  return { name: "boto3", version: code === 0 ? stdout.trim() : undefined, absence: "apt-get install python3-boto3" };
}

/** A filesystem mirror that holds the AWS provider, looked for where people keep one; `TF_PLUGIN_MIRROR` is asked first. */
export function terraformMirror(): string | undefined {
  const home = homedir();
  const places = [
    process.env["TF_PLUGIN_MIRROR"],
    join(home, ".terraform.d", "plugins"),
    join(home, ".terraform.d", "plugin-cache"),
    join(home, ".local", "share", "terraform", "plugins"),
    process.env["TF_PLUGIN_CACHE_DIR"],
    "/opt/tf-plugins",
    "/opt/terraform/plugins",
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
  ];
  return places.find((place) => {
    const provider = place && join(place, "registry.terraform.io", "hashicorp", "aws");
    if (!provider || !existsSync(provider)) return false;
    // Unpacked (a folder a version) or packed (an archive a version): Terraform reads both.
    return readdirSync(provider).some((entry) => entry === PROVIDER_VERSION || entry.includes(`_${PROVIDER_VERSION}_`));
  });
}

async function terraform(): Promise<Peer> {
  const name = "Terraform with its AWS provider";
  const { code, stdout } = await runCommand("terraform", ["version"], { env: { CHECKPOINT_DISABLE: "1" } });
  const version = /Terraform v(\S+)/.exec(stdout)?.[1];
  if (code !== 0 || !version)
    return { name, version: undefined, absence: "see developer.hashicorp.com/terraform/install" };
  const mirror = terraformMirror();
  if (!mirror)
    return { name, version: undefined, absence: `no mirror holds provider ${PROVIDER_VERSION}: set TF_PLUGIN_MIRROR` };
  return { name, version: `${version} with provider ${PROVIDER_VERSION}`, absence: "" };
}

/** Asked once for a test file, before its tests are collected: an absent peer's are skipped. */
export const peers = { awsCli, boto3, terraform, linuxKernel } as const;
