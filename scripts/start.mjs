/**
 * `npm start`: installs and builds what is missing, starts the endpoint, deploys `examples/three-tier` into it through the
 * AWS API, shows what is there and how packets fare, and stays up until Ctrl-C. The port is 4566, or `PORT`, or
 * `npm start -- --port N`.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { buildIfChanged } from "./build.mjs";
import { install } from "./install.mjs";
import { bold, capture, dim, giveUp, green, root, run, step } from "./terminal.mjs";

const began = performance.now();
const cli = join(root, "dist", "cli.js");
let values;
try {
  ({ values } = parseArgs({ options: { port: { type: "string", short: "p" } } }));
} catch (error) {
  giveUp(error.message, "It takes:  npm start -- --port 4567");
}
const port = values.port ?? process.env.PORT ?? "4566";

/** `undefined` as long as it is not whole. */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const whoHas = (port) => [
  `Look:               npx underlay status --endpoint http://127.0.0.1:${port}`,
  `Stop it:            npx underlay down --endpoint http://127.0.0.1:${port}`,
];

/** The endpoint in a process of its own; resolves once it says where it listens. */
function startEndpoint() {
  const server = spawn(process.execPath, [cli, "up", "--port", port, "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const answer = new Promise((resolve, reject) => {
    let text = "";
    createInterface({ input: server.stdout }).on("line", (line) => {
      text += line;
      const json = parsed(text); // what went wrong is told on several lines
      if (json) resolve(json);
    });
    server.once("close", () => reject(new Error(`Nothing listens on port ${port}. ${text}`.trim())));
  });
  return { server, answer };
}

await install();
await buildIfChanged();

const { server, answer } = startEndpoint();
const ended = new Promise((resolve) => server.once("exit", resolve));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.kill("SIGTERM"));

let endpoint = "";
await step("Start the endpoint", async () => {
  const started = await answer;
  if (started.error) throw new Error(started.error.message);
  endpoint = started.endpoint;
  return endpoint;
}).catch((error) =>
  giveUp(
    error.message,
    ...(/^\d+$/.test(port) ? whoHas(port) : []),
    `Take another port:  npm start -- --port ${Number(port) + 1 || 4567}`,
  ),
);

await step("Deploy examples/three-tier through the AWS API", async () => {
  const { code, output } = await capture(process.execPath, [
    join(root, "examples", "three-tier", "deploy.mjs"),
    "--endpoint",
    endpoint,
  ]);
  if (code !== 0) throw new Error(output.trim());
  return output.trim().split("\n").at(-1);
}).catch((error) => {
  server.kill("SIGTERM");
  giveUp(`The example could not be deployed.\n${error.message}`);
});

const tail = endpoint === "http://127.0.0.1:4566" ? "" : ` --endpoint ${endpoint}`;
const show = async (line) => {
  console.log(`\n${dim("$")} ${bold(`npx underlay ${line}${tail}`)}`);
  await run(process.execPath, [cli, ...line.split(" "), "--endpoint", endpoint]);
};
await show("status");
await show("trace internet web-a --port 443");
await show("trace web-a db-a --port 5432");
await show("ask matrix --by subnet");

console.log(`
${green("✔")} ${bold(`Underlay runs at ${endpoint}`)} ${dim(`(ready in ${((performance.now() - began) / 1000).toFixed(1)} s)`)}. Ctrl-C stops it.

In another terminal, in this folder:
  ${bold(`npx underlay trace web-a app-a --port 8080${tail}`)}
  ${bold(`npx underlay ask why-not web-a db-a --port 5432${tail}`)}
  ${bold(`npx underlay ask exposed${tail}`)}
  ${bold(`npx underlay test examples/three-tier${tail}`)}
  ${bold(`npx underlay log${tail}`)}

With your own tools:
  ${bold("export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1")}
  ${bold(`aws ec2 describe-instances --endpoint-url ${endpoint}`)}
  ${bold(`AWS_ENDPOINT_URL=${endpoint} terraform apply`)}`);

const code = await ended;
console.log(`\n${green("✔")} Stopped.`);
process.exitCode = code ?? 0;
