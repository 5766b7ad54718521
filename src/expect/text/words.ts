/** AWS's words as people write them: `network-acl` and `networkAcl` → `network ACL`. */
const acronyms: Readonly<Record<string, string>> = {
  acl: "ACL",
  dhcp: "DHCP",
  dns: "DNS",
  eip: "EIP",
  elastic: "Elastic",
  ip: "IP",
  nat: "NAT",
  natgateway: "NAT gateway",
  vpc: "VPC",
  vpn: "VPN",
};

export function worded(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).split(/[-_\s]+/);
  return words.map((word) => acronyms[word] ?? word).join(" ");
}

/** `2 NAT gateways`, `1 VPC`, `3 Elastic addresses`. */
export function counted(count: number, name: string): string {
  const noun = worded(name);
  if (count === 1) return `1 ${noun}`;
  if (/(s|x|ch)$/.test(noun)) return `${count} ${noun.endsWith(" options") ? noun : `${noun}es`}`;
  return `${count} ${noun.replace(/([^aeiou])y$/, "$1ie")}s`;
}

export function duration(seconds: number): string {
  const whole = Math.floor(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min`;
  if (whole < 86_400) return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
  return `${Math.floor(whole / 86_400)} d ${Math.floor((whole % 86_400) / 3600)} h`;
}
