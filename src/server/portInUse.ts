/** Says who has the port, as far as it answers: another Underlay, LocalStack, moto, or something else. */

/** How long the other may take to say who it is. */
const PATIENCE = 1000;

export class PortInUse extends Error {
  readonly port: number;

  constructor(message: string, port: number) {
    super(message);
    this.name = "PortInUse";
    this.port = port;
  }
}

export async function portInUse(host: string, port: number): Promise<PortInUse> {
  const name = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "[::1]" : host.includes(":") ? `[${host}]` : host;
  const base = `http://${name}:${port}`;
  const answerOf = async (path: string): Promise<string | undefined> => {
    try {
      const answer = await fetch(`${base}${path}`, { signal: AbortSignal.timeout(PATIENCE) });
      return answer.ok ? await answer.text() : undefined;
    } catch {
      return undefined;
    }
  };
  const another = "or choose another port with --port.";
  // Underlay answers LocalStack's path too, and a busy one may be late with its own.
  const own = await answerOf("/_underlay/health");
  const localstack = own === undefined ? await answerOf("/_localstack/health") : undefined;
  if (own !== undefined || localstack?.includes('"edition":"underlay"'))
    return new PortInUse(
      `Underlay already runs on port ${port}: use it, stop it with \`underlay down --endpoint ${base}\`, ${another}`,
      port,
    );
  const who =
    localstack !== undefined
      ? "LocalStack"
      : (await answerOf("/moto-api/data.json")) !== undefined
        ? "moto's server"
        : "another program";
  return new PortInUse(`Port ${port} of ${host} is taken by ${who}: stop that, ${another}`, port);
}
