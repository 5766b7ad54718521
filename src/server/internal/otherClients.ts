/**
 * The health and reset paths that LocalStack's and moto's clients call, so that a project changes to Underlay by changing
 * a port. The answers have the shapes that those clients read, with what is true here in them.
 * @see https://docs.localstack.cloud/aws/capabilities/networking/internal-endpoints/
 * @see https://docs.getmoto.org/en/latest/docs/server_mode.html#reset-api
 */
import type { LiveCloud } from "../liveCloud.ts";
import { Problem } from "../problem.ts";
import { version } from "../version.ts";
import type { InternalApp } from "./api.ts";

/** LocalStack's names for services whose SDK package is called otherwise. */
const LOCALSTACK_NAMES: Readonly<Record<string, string>> = {
  "cloudwatch-logs": "logs",
  "elastic-load-balancing": "elb",
  "elastic-load-balancing-v2": "elbv2",
  "route-53": "route53",
  "s3-control": "s3control",
};

const STAGES = ["BOOT", "START", "READY", "SHUTDOWN"];

export function otherClients(app: InternalApp, live: LiveCloud): void {
  const health = () => ({
    services: Object.fromEntries(live.builtServices.map((name) => [LOCALSTACK_NAMES[name] ?? name, "running"])),
    edition: "underlay",
    version: version(),
  });

  app.get("/_localstack/health", (c) => c.json(health())); // HEAD comes here too
  app.post("/_localstack/health", async (c) => {
    const { action } = (await c.req.json().catch(() => ({}))) as { readonly action?: unknown };
    if (action !== "restart")
      throw new Problem("invalid", "The action here is 'restart'; to end the server, call POST /_underlay/shutdown.");
    live.reset();
    return c.json({ status: "ok" });
  });
  app.get("/_localstack/info", (c) =>
    c.json({ ...health(), is_license_activated: false, session_id: String(live.seed) }),
  );
  app.get("/_localstack/init", (c) =>
    c.json({ completed: Object.fromEntries(STAGES.map((stage) => [stage, stage !== "SHUTDOWN"])), scripts: [] }),
  );
  app.get("/_localstack/init/:stage", (c) => {
    const stage = c.req.param("stage").toUpperCase();
    if (!STAGES.includes(stage)) throw new Problem("not-found", `There is no stage ${stage.slice(0, 50)}.`, 404);
    return c.json({ completed: stage !== "SHUTDOWN", scripts: [] });
  });
  app.post("/_localstack/state/reset", (c) => {
    live.reset();
    return c.body(null, 200);
  });

  app.post("/moto-api/reset", (c) => {
    live.reset();
    return c.json({ status: "ok" });
  });
  app.get("/moto-api/", (c) => c.json({ status: "ok" }));
}
