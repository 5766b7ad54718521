import { operationsOf } from "../../cloud/operation.ts";

/** Declares an EC2 operation: `ec2("CreateVpc", (input, ctx) => ({ Vpc: … }))`, typed by the SDK's client. */
export const ec2 = operationsOf<typeof import("@aws-sdk/client-ec2")>();
