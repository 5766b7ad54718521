/** Says who has the port, as far as it answers: another Underlay, LocalStack, moto, or something else. */

/** How long the other may take to say who it is. */
const PATIENCE = 500;

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
  const answers = async (path: string): Promise<boolean> => {
    try {
      return (await fetch(`${base}${path}`, { signal: AbortSignal.timeout(PATIENCE) })).ok;
    } catch {
      return false;
    }
  };
  const another = "or choose another port with --port.";
  if (await answers("/_underlay/health"))
    return new PortInUse(
      `Underlay already runs on port ${port}: use it, stop it with \`underlay down --endpoint ${base}\`, ${another}`,
      port,
    );
  const who = (await answers("/_localstack/health"))
    ? "LocalStack"
    : (await answers("/moto-api/data.json"))
      ? "moto's server"
      : "another program";
  return new PortInUse(`Port ${port} of ${host} is taken by ${who}: stop that, ${another}`, port);
}
