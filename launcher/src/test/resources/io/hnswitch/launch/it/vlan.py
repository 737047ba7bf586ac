"""A VLAN interface for kernels without 8021q: vlan.py PARENT NAME ID makes NAME, whose frames have the tag on PARENT."""
import fcntl
import os
import select
import socket
import struct
import sys

parent, name, vlan = sys.argv[1], sys.argv[2], int(sys.argv[3])
SOL_PACKET, PACKET_AUXDATA, VLAN_VALID = 263, 8, 0x10
tap = os.open("/dev/net/tun", os.O_RDWR)
fcntl.ioctl(tap, 0x400454CA, struct.pack("16sH22x", name.encode(), 0x1002))  # TUNSETIFF: a TAP without a header
raw = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
raw.bind((parent, 3))
raw.setsockopt(SOL_PACKET, PACKET_AUXDATA, 1)
print("ready", flush=True)
while True:
    for ready in select.select([tap, raw], [], [])[0]:
        if ready == tap:
            frame = os.read(tap, 65536)
            raw.send(frame[:12] + struct.pack("!HH", 0x8100, vlan) + frame[12:])
            continue
        frame, auxiliary, _, address = raw.recvmsg(65536, 256)
        if address[2] == socket.PACKET_OUTGOING:
            continue
        for level, kind, data in auxiliary:
            if (level, kind) == (SOL_PACKET, PACKET_AUXDATA):
                status, _, _, _, _, tci, _ = struct.unpack("IIIHHHH", data)
                if status & VLAN_VALID and tci & 0xFFF == vlan:
                    os.write(tap, frame)
