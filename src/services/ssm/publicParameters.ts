/**
 * The parameters that AWS and its partners publish: ids of images, the same that EC2's DescribeImages knows.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters.html
 */
import { partitionOf } from "../../cloud/arn.ts";
import { publishedImages } from "./publicImages/resources.ts";
import type { Parameter, ParameterVersion } from "./resources.ts";

const known = new Map<string, ReadonlyMap<string, Parameter>>();

/** The region's public parameters, by name. */
export function publicParameters(region: string): ReadonlyMap<string, Parameter> {
  let found = known.get(region);
  if (!found) {
    found = new Map([...published(region)].map((parameter) => [parameter.name, parameter]));
    known.set(region, found);
  }
  return found;
}

const NUMBERED = 10;

function* published(region: string): Iterable<Parameter> {
  const ecs: [string, string][] = [];
  for (const { id, name, parameters, creationDate, publication } of publishedImages(region)) {
    const at = Date.parse(creationDate);
    const version = NUMBERED * publication.releases.length;
    for (const parameter of parameters) yield row(region, parameter, id, at, version, "aws:ec2:image");
    if (name.startsWith("al2023-ami-ecs-hvm-") && name.includes(publication.releases.at(-1)?.split(" ")[1] ?? "-"))
      ecs.push([name, id]);
  }
  for (const [name, id] of ecs) {
    const path = `/aws/service/ecs/optimized-ami/amazon-linux-2023${name.includes("arm64") ? "/arm64" : ""}/recommended`;
    const recommended = JSON.stringify({
      ecs_agent_version: "1.97.0",
      ecs_runtime_version: "Docker version 25.0.8",
      image_id: id,
      image_name: name,
      image_version: /hvm-([\d.]+)-/.exec(name)?.[1],
      os: "Amazon Linux 2023",
      schema_version: 1,
      source_image_name: name.replace("-ecs-hvm", ""),
    });
    yield row(region, path, recommended, Date.UTC(2025, 10, 17), NUMBERED, "text");
    yield row(region, `${path}/image_id`, id, Date.UTC(2025, 10, 17), NUMBERED, "text");
  }
}

function row(region: string, name: string, value: string, at: number, number: number, dataType: string): Parameter {
  const version: ParameterVersion = {
    version: number,
    value,
    type: "String",
    keyId: undefined,
    description: undefined,
    allowedPattern: undefined,
    tier: "Standard",
    dataType,
    modifiedAt: at,
    modifiedBy: "",
    labels: [],
  };
  const arn = `arn:${partitionOf(region)}:ssm:${region}::parameter${name}`;
  return { id: name, account: "aws", region, name, arn, versions: [version], tags: {} };
}
