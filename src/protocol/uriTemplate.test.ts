import { expect, test } from "vitest";
import { serviceNames } from "./catalogue.ts";
import { toyModel } from "./judge/toyModel.ts";
import { loadModel } from "./model.ts";
import { parseQuery, routerOf } from "./uriTemplate.ts";

const http = (method: string, uri: string) => ["unit", "unit", { http: [method, uri, 200] }];
const router = routerOf(
  toyModel(
    "restXml",
    {
      ListZones: http("GET", "/zone"),
      GetZone: http("GET", "/zone/{Id}"),
      GetZoneCount: http("GET", "/zone/count"),
      DeleteZone: http("DELETE", "/zone/{Id}"),
      Tag: http("POST", "/tagging?Operation=Tag"),
      Untag: http("POST", "/tagging?Operation=Untag"),
      CreatePlain: http("POST", "/distribution"),
      CreateWithTags: http("POST", "/distribution?WithTags"),
      GetAny: http("GET", "/mrap/{Name+}"),
      GetPolicy: http("GET", "/mrap/{Name+}/policy"),
    },
    [],
  ),
);

const route = (method: string, path: string, query = "") => {
  const found = router.route(method, path, parseQuery(query) ?? new Map());
  return found && [found.operation, ...found.labels.values()];
};

test.each([
  ["GET", "/zone", "", ["ListZones"]],
  ["GET", "/zone/", "", ["ListZones"]],
  ["GET", "/zone/Z1", "", ["GetZone", "Z1"]],
  ["GET", "/zone/a%2Fb%20c", "", ["GetZone", "a/b c"]],
  ["GET", "/zone/count", "", ["GetZoneCount"]],
  ["DELETE", "/zone/count", "", ["DeleteZone", "count"]],
  ["POST", "/tagging", "Operation=Tag&Resource=x", ["Tag"]],
  ["POST", "/tagging", "Operation=Untag", ["Untag"]],
  ["POST", "/tagging", "", undefined],
  ["POST", "/distribution", "", ["CreatePlain"]],
  ["POST", "/distribution", "WithTags", ["CreateWithTags"]],
  ["POST", "/distribution", "WithTags=", ["CreateWithTags"]],
  ["GET", "/mrap/a/b", "", ["GetAny", "a/b"]],
  ["GET", "/mrap/a/", "", ["GetAny", "a/"]],
  ["GET", "/mrap//", "", ["GetAny", "/"]],
  ["GET", "/mrap/a/b/policy", "", ["GetPolicy", "a/b"]],
  ["GET", "/mrap/policy", "", ["GetAny", "policy"]],
  ["GET", "/mrap", "", undefined],
  ["PUT", "/zone", "", undefined],
  ["GET", "/", "", undefined],
  ["GET", "", "", undefined],
  ["GET", "/zone/%zz", "", undefined],
])("%s %s?%s", (method, path, query, expected) => expect(route(method, path, query)).toEqual(expected));

test("no two operations of a service share a method and a path", async () => {
  for (const service of serviceNames) {
    const model = await loadModel(service);
    const places = model.operationNames.flatMap((name) => {
      const { http: trait } = model.operation(name) ?? {};
      return trait ? [`${trait.method} ${trait.uri.replaceAll(/\{[^}+]*/g, "{")}`] : [];
    });
    expect(new Set(places).size).toBe(places.length);
  }
});
