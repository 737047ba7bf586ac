"""Prints the number of each event of an address until there were enough."""
import sys

sys.path.append(sys.argv[1])
from hnswitch import Hnswitch

_, _, host, port, token, address, count = sys.argv
with Hnswitch(host, int(port), token) as node:
    events = node.subscribe(address)
    print("ready", flush=True)
    for _ in range(int(count)):
        print("event", events.next()["sequence"], flush=True)
