import type { Command } from "commander";
import type { TraceAnswer } from "./answers.ts";
import { portNumber, wholeNumber } from "./arguments.ts";
import { ask } from "./client.ts";
import { exitCodes } from "./exitCodes.ts";
import { type AskOptions, askingCommand, type Conclude, type Session, say, targetOf } from "./session.ts";

interface TraceOptions extends AskOptions {
  readonly proto?: string;
  readonly port?: number;
  readonly fromPort?: number;
  readonly size?: number;
  readonly account?: string;
  readonly region?: string;
}

const selectors = `
SOURCE and DESTINATION are any of:
  i-0abc…, eni-0abc…    a resource's id
  web-a                 the Name tag of one
  tag:role=web          any tag of one
  10.0.1.10             an address in the network
  sg-0abc…, subnet-…    the one interface that is in it
  internet              a host somewhere on the Internet
  internet:1.1.1.1      that host on the Internet
  service:s3            an AWS service's public address
`;

/** `underlay trace SOURCE DESTINATION`: one packet's walk and its reply's, hop by hop. Exit code 1 where they do not make it. */
export function trace(program: Command, session: Session, conclude: Conclude): void {
  const { terminal } = session;
  askingCommand(
    program,
    "trace",
    "Walk a packet from SOURCE to DESTINATION and its reply back; name the rule that decided each step.",
    [
      "underlay trace web-a app-a --port 8080",
      "underlay trace internet web-a --port 443",
      "underlay trace i-0123456789abcdef0 internet:1.1.1.1 --proto udp --port 53",
      "underlay trace web-a db-a --port 5432 --json | jq .forward.disposition",
    ].join("\n"),
  )
    .argument("<source>", "where the packet starts")
    .argument("<destination>", "where it is to go")
    .option("--proto <name>", "tcp, udp, icmp, icmpv6, gre, esp, ah, sctp or a protocol number (default: tcp)")
    .option("--port <port>", "destination port (default: 443)", portNumber)
    .option("--from-port <port>", "source port (default: 49152)", portNumber)
    .option("--size <bytes>", "the packet's length: is it too big for a link on the way?", wholeNumber(1, 65_535))
    .option("--account <id>", "the account to look for SOURCE in, and first for DESTINATION (default: any)")
    .option("--region <name>", "the region to look for SOURCE in, and first for DESTINATION (default: any)")
    .addHelpText("after", selectors)
    .action(async (source: string, destination: string, options: TraceOptions) => {
      const { endpoint, tail } = targetOf(options, session);
      const { proto, port, fromPort, size, account, region } = options;
      const question = { source, destination, proto, port, fromPort, size, account, region };
      const answer = await ask<TraceAnswer>(endpoint, "POST", "/_underlay/trace", question);
      conclude(answer.works ? exitCodes.yes : exitCodes.no);
      if (options.json) return terminal.print(JSON.stringify(answer, undefined, 2));
      const { renderTrace } = await import("./render/trace.ts");
      const { colors, columns } = terminal;
      const { env } = session;
      const { AWS_DEFAULT_REGION: named, AWS_REGION: also = named } = env;
      const defaultRegion = named === also ? named : undefined; // version 1 of the AWS CLI reads the first alone
      const flags = { fromPort, size, account, region };
      say(session, renderTrace(answer, { colors, columns, tail, endpoint: endpoint.origin, defaultRegion, flags }));
    });
}
