/**
 * Lists of revoked client certificates. They are kept as they were given; no client presents a certificate.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ImportClientVpnClientCertificateRevocationList.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ExportClientVpnClientCertificateRevocationList.html
 */
import { fail } from "../../../cloud/error.ts";
import { ec2 } from "../operation.ts";
import { clientVpnEndpoints } from "./resources.ts";
import { needEndpoint } from "./states.ts";

const PEM = /^-----BEGIN X509 CRL-----\s[A-Za-z0-9+/=\s]+-----END X509 CRL-----\s*$/;

export const importClientVpnClientCertificateRevocationList = ec2(
  "ImportClientVpnClientCertificateRevocationList",
  (input, ctx) => {
    const endpoint = needEndpoint(ctx, input.ClientVpnEndpointId);
    const { CertificateRevocationList: revocationList = "" } = input;
    if (!endpoint.authentication.some(({ Type }) => Type === "certificate-authentication"))
      fail("InvalidParameterValue", `Endpoint ${endpoint.id} does not authenticate clients by certificates.`);
    if (!PEM.test(revocationList.trim()))
      fail("InvalidParameterValue", "The certificate revocation list is not in PEM format.");
    ctx.put(clientVpnEndpoints, { ...endpoint, revocationList });
    return { Return: true };
  },
);

export const exportClientVpnClientCertificateRevocationList = ec2(
  "ExportClientVpnClientCertificateRevocationList",
  (input, ctx) => {
    const { revocationList } = needEndpoint(ctx, input.ClientVpnEndpointId);
    return revocationList === undefined
      ? {}
      : { CertificateRevocationList: revocationList, Status: { Code: "active" as const } };
  },
);
