import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./page.mjs";

const { decode, dump, hex } = await load("screens/capture/decode.js");

const bytes = (text) => Uint8Array.from(text.replaceAll(" ", "").match(/../g) ?? [], (pair) => parseInt(pair, 16));
const MACS = "00155d00000b 00155d00000a";
const V4 = (protocol) => `0800 4500001c00004000 40${protocol}0000 0a000001 0a000002`;
const V6 = (next) => `86dd 600000000014${next}40 fd000000000000000000000000000001 fd000000000000000000000000000002`;

test("says what a frame is", () => {
  const said = (text) => decode(bytes(MACS + text));
  assert.equal(said(`${V4("11")} 13880035 00080000`), "10.0.0.1:5000 > 10.0.0.2:53 UDP");
  assert.equal(said(`${V4("01")} 08000000`), "10.0.0.1 > 10.0.0.2 ICMP echo request");
  assert.equal(said(`${V4("06")} 13880050 0000000000000000 5012`), "10.0.0.1:5000 > 10.0.0.2:80 TCP SYN ACK");
  assert.equal(said(`${V6("3a")} 87000000`), "fd00::1 > fd00::2 ICMPv6 neighbor solicitation");
  assert.equal(said(`${V6("11")} 13880035 00080000`), "[fd00::1]:5000 > [fd00::2]:53 UDP");
  assert.equal(said(`8100 000a ${V4("2f")} 00000000`), "vlan 10 10.0.0.1 > 10.0.0.2 protocol 47");
  assert.equal(said(`0806 0001080006040001 00155d00000a 0a000001 000000000000 0a000002`), "ARP who has 10.0.0.2? tell 10.0.0.1");
  assert.equal(said(`0806 0001080006040002 00155d00000a 0a000001 000000000000 0a000002`), "ARP 10.0.0.1 is at 00:15:5d:00:00:0a");
  assert.equal(said("88cc 00"), "00:15:5d:00:00:0a > 00:15:5d:00:00:0b type 0x88cc");
});

test("says as much as there is of a frame that is cut off", () => {
  const whole = bytes(`${MACS}8100000a${V4("06")} 13880050 0000000000000000 5012`);
  for (let length = 0; length <= whole.length; length++) assert.ok(decode(whole.slice(0, length)).length > 0);
  assert.equal(decode(whole.slice(0, 10)), "shorter than an Ethernet header");
});

test("shows bytes with their characters", () => {
  assert.equal(dump(bytes("68656c6c6f00")), `0000  68 65 6c 6c 6f 00${" ".repeat(31)} hello.`);
  assert.equal(dump(new Uint8Array(17)).split("\n").length, 2);
  assert.equal(hex(bytes("00ff")), "00ff");
});
