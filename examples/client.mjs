/** An EC2 client for the endpoint and the region that the command line names: `--endpoint URL --region NAME`. */
import { parseArgs } from "node:util";
import { EC2Client } from "@aws-sdk/client-ec2";

const { values } = parseArgs({
  options: {
    endpoint: { type: "string", default: process.env.AWS_ENDPOINT_URL ?? "http://127.0.0.1:4566" },
    region: { type: "string", default: "us-east-1" },
  },
});

// The SDK's notice to users of Node 20, once for every client, says nothing of the network.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
const client = new EC2Client({
  endpoint: values.endpoint,
  region: values.region,
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
});

export const send = (command) => client.send(command);

/** A TagSpecifications that gives a new resource its Name. */
export const named = (ResourceType, name) => ({
  TagSpecifications: [{ ResourceType, Tags: [{ Key: "Name", Value: name }] }],
});

/** For the SDK's waiters, in seconds. */
export const patience = { client, maxWaitTime: 300, minDelay: 1, maxDelay: 5 };
