/** What the two REST protocols share of a request: its route, found once, and its query. */
import { err, ok, type Result } from "../base/result.ts";
import type { HttpRequest, WireError } from "./codec.ts";
import type { ServiceModel } from "./model.ts";
import { routeS3 } from "./s3Request.ts";
import { quoted } from "./scalar.ts";
import { parseQuery, type QueryParameters, type Route, type Router, routerOf } from "./uriTemplate.ts";

export interface RoutedRequest {
  readonly route: Route;
  readonly query: QueryParameters;
}

const routers = new WeakMap<ServiceModel, Router>();
/** Requests are read once for their operation and once for its input: the first reading's route serves the second. */
const routed = new WeakMap<HttpRequest, Result<RoutedRequest, WireError>>();

/** Total. */
export function routeOf(model: ServiceModel, request: HttpRequest): Result<RoutedRequest, WireError> {
  let result = routed.get(request);
  if (!result) {
    result = findRoute(model, request);
    routed.set(request, result);
  }
  return result;
}

function findRoute(model: ServiceModel, request: HttpRequest): Result<RoutedRequest, WireError> {
  const query = parseQuery(request.query);
  if (!query)
    return err({
      code: "MalformedQueryString",
      message: "The query string contains a bad escape sequence",
      status: 400,
    });
  const route =
    model.name === "s3" ? routeS3(model, request, query) : routerFor(model).route(request.method, request.path, query);
  if (!route && model.name === "s3")
    return err({
      code: "MethodNotAllowed",
      message: "The specified method is not allowed against this resource.",
      status: 405,
    });
  if (!route)
    return err({
      code: "InvalidAction",
      message: `No operation is at ${quoted(request.method)} ${quoted(request.path)}`,
      status: 400,
    });
  return ok({ route, query });
}

function routerFor(model: ServiceModel): Router {
  let router = routers.get(model);
  if (!router) {
    router = routerOf(model);
    routers.set(model, router);
  }
  return router;
}
