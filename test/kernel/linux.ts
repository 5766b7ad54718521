/** The other side of linux.py: a process that builds networks of namespaces and asks them. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface, type Interface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A network namespace and what is in it. */
export interface Space {
  readonly name: string;
  readonly sysctl: Readonly<Record<string, number>>;
  /** Lines for `ip -batch`. */
  readonly ip: readonly string[];
  /** Text for `nft -f`; empty where nothing filters or translates. */
  readonly nft: string;
}

/** A veth pair: space and device name of either end. */
export type Link = readonly [space: string, device: string, space: string, device: string];

export interface NamespacePlan {
  readonly spaces: readonly Space[];
  readonly links: readonly Link[];
  /** The spaces that send, and answer what reaches them. */
  readonly machines: readonly string[];
}

/** One question: the first packet of a flow. Ports are 0 for ICMP, which is an echo request. */
export interface Question {
  /** The interface it is sent from, or `internet`. */
  readonly from: string;
  readonly protocol: 1 | 6 | 17;
  readonly source: string;
  readonly sourcePort: number;
  readonly destination: string;
  readonly port: number;
}

/** Where the first packet arrived (an interface, `internet`, nowhere), and whether the answer came back. */
export interface Verdict {
  readonly arrived: string | undefined;
  readonly works: boolean;
}

export class Linux {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;
  #said = "";
  /** Seconds spent building and asking, as the other process took them. */
  readonly spent = { build: 0, filter: 0, ask: 0, check: 0 };

  constructor() {
    this.#child = spawn("python3", [fileURLToPath(new URL("linux.py", import.meta.url))], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.#child.on("error", (error) => {
      this.#said += error.message;
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (piece: string) => {
      this.#said += piece;
    });
    const { stdout } = this.#child;
    if (!stdout) throw new Error("python3 has no output");
    this.#reader = createInterface({ input: stdout });
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  async build({ spaces, links, machines }: NamespacePlan): Promise<void> {
    await this.#request("build", { spaces, links, machines });
  }

  /** Puts a later plan's rules in place of those there; everything else stays as it is, tracked connections too. */
  async filter(before: NamespacePlan, after: NamespacePlan): Promise<void> {
    const there = new Map(before.spaces.map(({ name, nft }) => [name, nft]));
    const spaces = after.spaces.filter(({ name, nft }) => nft !== there.get(name));
    await this.#request("filter", { spaces: spaces.map(({ name, nft }) => ({ name, nft })) });
  }

  async ask(questions: readonly Question[]): Promise<readonly Verdict[]> {
    const flows = questions.map(({ from, protocol, source, sourcePort, destination, port }) => [
      from,
      protocol,
      source,
      sourcePort,
      destination,
      port,
    ]);
    const { answers } = (await this.#request("ask", { flows })) as { answers: [string | null, boolean][] };
    return answers.map(([arrived, works]) => ({ arrived: arrived ?? undefined, works }));
  }

  /** Why this machine cannot judge; `undefined` where it can. */
  async check(): Promise<string | undefined> {
    try {
      await this.#request("check", {});
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  }

  async #request(op: keyof Linux["spent"], request: object): Promise<object> {
    this.#child.stdin?.write(`${JSON.stringify({ op, ...request })}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`python3 ended: ${this.#said}`);
    const answer = JSON.parse(value) as { readonly failed?: string; readonly seconds: number };
    if (answer.failed !== undefined) throw new Error(answer.failed);
    this.spent[op] += answer.seconds;
    return answer;
  }

  /** The namespaces go with the process that holds them. */
  close(): void {
    this.#reader.close();
    this.#child.stdin?.end();
    this.#child.kill("SIGKILL");
  }
}
