/** IPv4 that the Internet routes nowhere (RFC 6890's tables), and IPv6 outside what it routes (RFC 4291 §2.4, RFC 4193). */
import { prefix } from "../base/prefix.ts";

export const unrouted = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "224.0.0.0/3",
  "::/8",
  "64:ff9b::/96",
  "fc00::/7",
  "fe80::/10",
  "ff00::/8",
].map(prefix);
