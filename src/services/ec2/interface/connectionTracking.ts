/** How long an idle tracked connection is remembered, as an interface may set it. */
import { fail } from "../../../cloud/error.ts";
import type { ConnectionTracking } from "./resources.ts";

interface TrackingRequest {
  readonly TcpEstablishedTimeout?: number | undefined;
  readonly UdpStreamTimeout?: number | undefined;
  readonly UdpTimeout?: number | undefined;
}

/** What a request for a new interface sets, if it sets anything. */
export const connectionTrackingOf = (request: TrackingRequest | undefined): ConnectionTracking | undefined =>
  request && checkConnectionTracking(request);

/**
 * The idle timeouts within AWS's bounds.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ConnectionTrackingSpecificationRequest.html
 */
export function checkConnectionTracking(request: TrackingRequest): ConnectionTracking {
  const within = (name: string, value: number | undefined, least: number, most: number): number | undefined => {
    if (value !== undefined && (value < least || value > most))
      fail("InvalidParameterValue", `Value (${value}) for parameter ${name} is invalid. Expected ${least} to ${most}.`);
    return value;
  };
  return {
    tcpEstablishedTimeout: within("tcpEstablishedTimeout", request.TcpEstablishedTimeout, 60, 432_000),
    udpStreamTimeout: within("udpStreamTimeout", request.UdpStreamTimeout, 60, 180),
    udpTimeout: within("udpTimeout", request.UdpTimeout, 30, 60),
  };
}
