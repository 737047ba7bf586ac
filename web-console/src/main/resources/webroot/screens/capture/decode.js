// One line about a frame, and its bytes as text. What is cut off or unknown is said as far as it goes.

const PROTOCOLS = { 1: "ICMP", 2: "IGMP", 6: "TCP", 17: "UDP", 58: "ICMPv6", 132: "SCTP" };
const ICMP = { 0: "echo reply", 3: "unreachable", 8: "echo request", 11: "time exceeded" };
const ICMPV6 = { 1: "unreachable", 2: "packet too big", 128: "echo request", 129: "echo reply", 133: "router solicitation",
  134: "router advertisement", 135: "neighbor solicitation", 136: "neighbor advertisement" };
const FLAGS = [[0x02, "SYN"], [0x10, "ACK"], [0x01, "FIN"], [0x04, "RST"], [0x08, "PSH"]];
const LINE = 16;

/** Base64 as bytes. */
export function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}

/** All bytes in hexadecimal. */
export function hex(bytes) {
  return Array.from(bytes, two).join("");
}

const two = (byte) => byte.toString(16).padStart(2, "0");
const u16 = (bytes, at) => (bytes[at] << 8) | bytes[at + 1];

/** Lines of offset, hexadecimal and characters. */
export function dump(bytes) {
  const lines = [];
  for (let at = 0; at < bytes.length; at += LINE) {
    const part = bytes.slice(at, at + LINE);
    const words = Array.from(part, two).join(" ").padEnd(3 * LINE);
    const text = Array.from(part, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".")).join("");
    lines.push(`${at.toString(16).padStart(4, "0")}  ${words} ${text}`);
  }
  return lines.join("\n");
}

/** What a frame is, in one line. */
export function decode(bytes) {
  if (bytes.length < 14) return "shorter than an Ethernet header";
  let type = u16(bytes, 12);
  let at = 14;
  let tags = "";
  while ((type === 0x8100 || type === 0x88a8) && bytes.length >= at + 4) {
    tags += `vlan ${u16(bytes, at) & 0xfff} `;
    type = u16(bytes, at + 2);
    at += 4;
  }
  return tags + network(bytes, type, at);
}

function network(bytes, type, at) {
  if (type === 0x0806) return arp(bytes, at);
  if (type === 0x0800 && bytes.length >= at + 20) return ipv4(bytes, at);
  if (type === 0x86dd && bytes.length >= at + 40) return ipv6(bytes, at);
  return `${mac(bytes, 6)} > ${mac(bytes, 0)} type 0x${type.toString(16).padStart(4, "0")}`;
}

const mac = (bytes, at) => Array.from(bytes.slice(at, at + 6), two).join(":");
const v4 = (bytes, at) => Array.from(bytes.slice(at, at + 4)).join(".");

function v6(bytes, at) {
  const groups = Array.from({ length: 8 }, (_, i) => u16(bytes, at + 2 * i).toString(16));
  const zeros = groups.join(":").match(/(^|:)0(:0)+(?=:|$)/g)?.sort((one, other) => other.length - one.length)[0];
  const text = groups.join(":");
  return zeros ? text.replace(zeros, "::").replace(":::", "::") : text;
}

function arp(bytes, at) {
  if (bytes.length < at + 28) return "ARP, cut off";
  return u16(bytes, at + 6) === 1 ? `ARP who has ${v4(bytes, at + 24)}? tell ${v4(bytes, at + 14)}`
    : `ARP ${v4(bytes, at + 14)} is at ${mac(bytes, at + 8)}`;
}

function ipv4(bytes, at) {
  const isFragment = (u16(bytes, at + 6) & 0x1fff) !== 0;
  const [source, target] = [v4(bytes, at + 12), v4(bytes, at + 16)];
  return isFragment ? `${source} > ${target} fragment`
    : transport(bytes, bytes[at + 9], at + 4 * (bytes[at] & 0xf), source, target);
}

function ipv6(bytes, at) {
  return transport(bytes, bytes[at + 6], at + 40, v6(bytes, at + 8), v6(bytes, at + 24));
}

function transport(bytes, protocol, at, source, target) {
  const kind = PROTOCOLS[protocol] ?? `protocol ${protocol}`;
  const hasPorts = [6, 17, 132].includes(protocol);
  if (bytes.length < at + (protocol === 6 ? 14 : 4)) return `${source} > ${target} ${kind}`;
  if (hasPorts) {
    const ends = `${join(source, u16(bytes, at))} > ${join(target, u16(bytes, at + 2))} ${kind}`;
    return protocol === 6 ? `${ends} ${FLAGS.filter(([bit]) => bytes[at + 13] & bit).map(([, word]) => word).join(" ")}`.trim() : ends;
  }
  const words = protocol === 1 ? ICMP : protocol === 58 ? ICMPV6 : {};
  return `${source} > ${target} ${kind} ${protocol === 1 || protocol === 58 ? words[bytes[at]] ?? `type ${bytes[at]}` : ""}`.trim();
}

const join = (address, port) => (address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`);
