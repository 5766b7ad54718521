/** Every wire protocol and its codec. */
import { awsJson1_0, awsJson1_1 } from "./awsJson.ts";
import { awsQuery } from "./awsQuery.ts";
import type { ProtocolId } from "./catalogue.ts";
import type { Codec } from "./codec.ts";
import { ec2Query } from "./ec2Query.ts";
import { restJson } from "./restJson.ts";
import { restXml } from "./restXml.ts";

const codecs: Readonly<Record<ProtocolId, Codec>> = {
  ec2Query,
  awsQuery,
  awsJson1_0,
  awsJson1_1,
  restJson1: restJson,
  restXml,
};

export const codecOf = (protocol: ProtocolId): Codec => codecs[protocol];
