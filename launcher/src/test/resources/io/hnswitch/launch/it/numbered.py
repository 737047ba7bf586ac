"""Numbered datagrams, and what becomes of them.

numbered.py send ADDRESS PORT COUNT BURST PAUSE_MS [INTERFACE]   says "sending", sends COUNT or until it is
                                                                 interrupted, BURST at once, ends the run and says
                                                                 how many there were
numbered.py receive INTERFACE PORT [GROUP...]   says "ready", and after each run one line of JSON

Groups are joined at INTERFACE. IPv4 has no checksums here, so that the receiver sees what was corrupted.
"""
import json
import signal
import socket
import struct
import sys
import time

LENGTH, FILL, END = 1000, 0x5A, 0xFFFFFFFF
PAYLOAD = bytes([FILL]) * (LENGTH - 12)


def number(value):
    return struct.pack("!IQ", value, time.monotonic_ns()) + PAYLOAD


def send(address, port, count, burst, pause, interface=None):
    v6 = ":" in address
    out = socket.socket(socket.AF_INET6 if v6 else socket.AF_INET, socket.SOCK_DGRAM)
    if not v6:
        out.setsockopt(socket.SOL_SOCKET, 11, 1)  # SO_NO_CHECK
    if interface and v6:
        out.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, socket.if_nametoindex(interface))
        out.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 8)
    elif interface:
        request = struct.pack("4s4si", bytes(4), bytes(4), socket.if_nametoindex(interface))
        out.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, request)
        out.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 8)
    interrupted = []
    signal.signal(signal.SIGINT, lambda *_: interrupted.append(True))
    print("sending", flush=True)
    due = time.monotonic()
    sent = 0
    while sent < count and not interrupted:
        if sent % burst == 0:
            due += pause / 1000
            time.sleep(max(0, due - time.monotonic()))
        out.sendto(number(sent), (address, port))
        sent += 1
    time.sleep(0.15)
    for _ in range(12):  # One of them arrives, also by a lossy way, behind all that waits.
        time.sleep(0.01)
        out.sendto(struct.pack("!I", END), (address, port))
    print("sent", sent, flush=True)


def summary(seen):
    numbers = [one[0] for one in seen]
    distinct, runs = sorted(set(numbers)), []
    before = -1
    for one in distinct:
        if one > before + 1:
            runs.append(one - before - 1)
        before = one
    highest, late = -1, 0
    for one in numbers:
        late += one < highest
        highest = max(highest, one)
    delays = [one[1] / 1e6 for one in seen] or [0]
    return {
        "received": len(numbers),
        "distinct": len(distinct),
        "late": late,
        "runs": len(runs),
        "lostInRuns": sum(runs),
        "corrupted": sum(one[2] for one in seen),
        "least": min(delays),
        "most": max(delays),
        "mean": sum(delays) / len(delays),
        "span": (seen[-1][3] - seen[0][3]) / 1e6 if seen else 0,
    }


def receive(interface, port, groups):
    index = socket.if_nametoindex(interface)
    into = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)  # for IPv4 too
    into.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    into.bind(("", port))
    for group in groups:
        if ":" in group:
            joined = socket.inet_pton(socket.AF_INET6, group) + struct.pack("I", index)
            into.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, joined)
        else:
            joined = struct.pack("4s4si", socket.inet_aton(group), bytes(4), index)
            into.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, joined)
    print("ready", flush=True)
    seen = []
    while True:
        frame = into.recv(2048)
        now = time.monotonic_ns()
        value = struct.unpack("!I", frame[:4])[0]
        if value == END:
            if seen:
                print(json.dumps(summary(seen)), flush=True)
            seen = []
        elif len(frame) == LENGTH and value < 1 << 24:
            sent = struct.unpack("!Q", frame[4:12])[0]
            seen.append((value, now - sent, frame[12:] != PAYLOAD, now))


if sys.argv[1] == "send":
    where, at, count, burst, pause = sys.argv[2], *map(int, sys.argv[3:7])
    send(where, at, count, burst, pause, *sys.argv[7:])
else:
    receive(sys.argv[2], int(sys.argv[3]), sys.argv[4:])
