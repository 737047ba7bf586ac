"""python3 switch_over.py HOST PORT TOKEN LAB.yaml: a VF comes and goes under a flow, losing nothing."""
import os, sys
sys.path.append(os.environ.get("HNSWITCH_CLIENTS", "."))
from hnswitch import Hnswitch

host, port, token, lab = sys.argv[1:]
with Hnswitch(host, int(port), token, ca=os.environ.get("HNSWITCH_CA")) as node:
    node.request("lab.apply", text=open(lab).read())
    nic = node.subscribe("hnswitch.v1.evt.nic.a:hn0")
    flow = node.request("flow.start", **{"from": "a:hn0", "to": "b:hn0", "rate": "500pps"})
    node.request("vf.attach", nic="a:hn0")
    assert nic.wait("hnswitch.nic.path-changed")["data"]["to"] == "vf"
    node.request("vf.detach", nic="a:hn0")
    assert nic.wait("hnswitch.nic.path-changed")["data"]["to"] == "synthetic"
    result = node.request("flow.stop", id=flow["id"])
    assert result["lost"] == 0 and result["received"] > 0, result
    node.request("lab.destroy")
    print("lost", result["lost"], "of", result["sent"])
