/**
 * SSH keys: made with the machine's own cryptography (the one thing that the region's seed does not decide: a key that
 * anybody could compute would be no key), read from what people import, and fingerprinted as AWS does.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/verify-keys.html
 * @see https://www.rfc-editor.org/rfc/rfc4253 section 6.6 (the public key formats), RFC 4716, RFC 8709
 */
import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";

export interface PublicKey {
  readonly type: "rsa" | "ed25519";
  /** The key in the SSH wire format. */
  readonly blob: Buffer;
}

export interface NewKey extends PublicKey {
  /** What the caller keeps: PKCS #1 for RSA, OpenSSH's own format for ED25519. */
  readonly privateKey: string;
  readonly fingerprint: string;
}

const RSA_BITS = 2048;
const IMPORTABLE_RSA_BITS: readonly number[] = [1024, 2048, 3072, 4096];

export function createKey(type: "rsa" | "ed25519"): NewKey {
  if (type === "rsa") {
    const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: RSA_BITS });
    return {
      type,
      blob: rsaBlob(publicKey),
      privateKey: privateKey.export({ type: "pkcs1", format: "pem" }).toString().trimEnd(),
      fingerprint: colons(
        createHash("sha1")
          .update(privateKey.export({ type: "pkcs8", format: "der" }))
          .digest("hex"),
      ),
    };
  }
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const point = base64url(publicKey.export({ format: "jwk" }).x);
  const seed = base64url(privateKey.export({ format: "jwk" }).d);
  const blob = ed25519Blob(point);
  return {
    type,
    blob,
    privateKey: openSshPrivateKey(blob, point, seed),
    fingerprint: importedFingerprint({ type, blob }),
  };
}

/** MD5 of the public key's DER for RSA, SHA-256 of the SSH key for ED25519: what AWS shows of an imported key. */
export function importedFingerprint({ type, blob }: PublicKey): string {
  if (type === "ed25519") return createHash("sha256").update(blob).digest("base64");
  const key = rsaKey(blob);
  if (!key) throw new Error("not an RSA key");
  return colons(
    createHash("md5")
      .update(key.export({ type: "spki", format: "der" }))
      .digest("hex"),
  );
}

/** `ssh-rsa AAAA… name`. */
export const formatPublicKey = ({ type, blob }: PublicKey, name: string): string =>
  `${type === "rsa" ? "ssh-rsa" : "ssh-ed25519"} ${blob.toString("base64")} ${name}`;

/**
 * Reads an OpenSSH line, an SSH2 public key file (RFC 4716), a PEM file, or base64 of a DER key or of any of these.
 * Total: `undefined` for anything else, and for RSA keys of a length that AWS does not take.
 */
export function parsePublicKey(material: Uint8Array): PublicKey | undefined {
  const text = Buffer.from(material).toString("utf8").trim();
  if (text.length > 100_000) return undefined;
  const line = /^(?:ssh-rsa|ssh-ed25519)\s+([A-Za-z0-9+/]+={0,2})(?:\s|$)/.exec(text);
  if (line) return readBlob(Buffer.from(line[1] ?? "", "base64"));
  if (text.startsWith("---- BEGIN SSH2 PUBLIC KEY ----")) return readBlob(Buffer.from(ssh2Body(text), "base64"));
  if (text.startsWith("-----BEGIN")) return fromKeyObject(() => createPublicKey(text));
  if (!/^[A-Za-z0-9+/\s]+={0,2}$/.test(text)) return undefined;
  const bytes = Buffer.from(text, "base64");
  if (bytes[0] === 0x30) return fromKeyObject(() => createPublicKey({ key: bytes, format: "der", type: "spki" }));
  return readBlob(bytes) ?? (/^(ssh-|----)/.test(bytes.toString("latin1", 0, 4)) ? parsePublicKey(bytes) : undefined);
}

/** The base64 lines between the markers, without headers and their continuations. */
function ssh2Body(text: string): string {
  const lines = text.split(/\r?\n/).slice(1);
  let body = "";
  let header = false;
  for (const line of lines) {
    if (line.startsWith("----")) break;
    const continues = header;
    header = (header || line.includes(":")) && line.endsWith("\\");
    if (!continues && !line.includes(":")) body += line.trim();
  }
  return body;
}

function fromKeyObject(read: () => KeyObject): PublicKey | undefined {
  let key: KeyObject;
  try {
    key = read();
  } catch {
    return undefined;
  }
  if (key.asymmetricKeyType === "rsa") return readBlob(rsaBlob(key));
  if (key.asymmetricKeyType === "ed25519")
    return { type: "ed25519", blob: ed25519Blob(base64url(key.export({ format: "jwk" }).x)) };
  return undefined;
}

function readBlob(blob: Buffer): PublicKey | undefined {
  const fields = readStrings(blob);
  const [name, first, second] = fields ?? [];
  if (name?.toString() === "ssh-ed25519" && first?.length === 32 && fields?.length === 2)
    return { type: "ed25519", blob };
  if (name?.toString() !== "ssh-rsa" || !second || fields?.length !== 3) return undefined;
  const bits = rsaKey(blob)?.asymmetricKeyDetails?.modulusLength;
  return bits !== undefined && IMPORTABLE_RSA_BITS.includes(bits) ? { type: "rsa", blob } : undefined;
}

/** The length-prefixed strings of the SSH wire format (RFC 4251 section 5). */
function readStrings(blob: Buffer): Buffer[] | undefined {
  const strings: Buffer[] = [];
  let at = 0;
  while (at < blob.length) {
    if (at + 4 > blob.length) return undefined;
    const length = blob.readUInt32BE(at);
    at += 4;
    if (length > blob.length - at) return undefined;
    strings.push(blob.subarray(at, at + length));
    at += length;
  }
  return strings;
}

function rsaKey(blob: Buffer): KeyObject | undefined {
  const [, exponent, modulus] = readStrings(blob) ?? [];
  if (!exponent || !modulus) return undefined;
  try {
    const jwk = { kty: "RSA", e: unsigned(exponent).toString("base64url"), n: unsigned(modulus).toString("base64url") };
    return createPublicKey({ key: jwk, format: "jwk" });
  } catch {
    return undefined;
  }
}

const unsigned = (bytes: Buffer): Buffer => (bytes[0] === 0 ? bytes.subarray(1) : bytes);

function rsaBlob(key: KeyObject): Buffer {
  const { e, n } = key.export({ format: "jwk" });
  return Buffer.concat([string("ssh-rsa"), mpint(base64url(e)), mpint(base64url(n))]);
}

const ed25519Blob = (point: Buffer): Buffer => Buffer.concat([string("ssh-ed25519"), string(point)]);
const base64url = (text: string | undefined): Buffer => Buffer.from(text ?? "", "base64url");
const colons = (hex: string): string => (hex.match(/../g) ?? []).join(":");

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function string(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint32(bytes.length), bytes]);
}

/** A positive number never begins with a set bit. */
const mpint = (bytes: Buffer): Buffer =>
  string((bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes);

/** OpenSSH's PROTOCOL.key, without a passphrase. */
function openSshPrivateKey(blob: Buffer, point: Buffer, seed: Buffer): string {
  const check = randomBytes(4);
  const secret = [check, check, string("ssh-ed25519"), string(point), string(Buffer.concat([seed, point])), string("")];
  let body = Buffer.concat(secret);
  for (let pad = 1; body.length % 8 !== 0; pad++) body = Buffer.concat([body, Buffer.from([pad])]);
  const file = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    string("none"),
    string("none"),
    string(""),
    uint32(1),
    string(blob),
    string(body),
  ]);
  const lines = file.toString("base64").match(/.{1,70}/g) ?? [];
  return ["-----BEGIN OPENSSH PRIVATE KEY-----", ...lines, "-----END OPENSSH PRIVATE KEY-----"].join("\n");
}
