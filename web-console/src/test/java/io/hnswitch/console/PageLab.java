package io.hnswitch.console;

import io.hnswitch.api.OperationJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A fake lab with something in every table of the page, and a VF that can be attached. */
final class PageLab {

  /** Would be bold, or worse, if the page took it for markup. */
  static final String HOSTILE =
      "<b>x</b><img src=x onerror=alert(1)> \u202e\u05d0\u05d1\u05d2 \"'&;${1}" + "w".repeat(200);

  private static final long BEGAN = System.currentTimeMillis() - 42_000;

  private final FakeLab fake;
  private final AtomicLong frames = new AtomicLong(1_234_567);
  private volatile boolean attached;
  private volatile boolean up = true;
  private volatile boolean switched;

  PageLab(FakeLab fake) {
    this.fake = fake;
    fake.on("sys.info", info())
        .on("sys.describe", OperationJson.all())
        .on("switch.list", request -> data(new JsonArray().add(virtualSwitch())))
        .on("switch.get", request -> data(virtualSwitch()))
        .on("switch.groups", groups())
        .on("switch.fdb", request -> data(virtualSwitch().getJsonArray("fdb")))
        .on("endpoint.list", request -> data(endpoints()))
        .on("capture.list", new JsonArray().add(capture()))
        .on(
            "capture.read",
            new JsonObject()
                .put("capture", capture())
                .put("transient", false)
                .put("missed", 0)
                .put("next", 2)
                .put("frames", frames()))
        .on("nic.sysctl", request -> data(sysctls()))
        .on("nic.media", new JsonObject().put("selected", "autoselect").put("active", HOSTILE))
        .on("nic.capabilities", capabilities())
        .on("lab.export", new JsonObject().put("name", "demo").put("text", "# " + HOSTILE + "\n"))
        .on("lab.revisions", request -> data(revisions()))
        .on("audit.list", request -> data(audit()))
        .on("config.effective", request -> data(config()))
        .on("script.list", new JsonArray())
        .on("nic.list", request -> data(nics()))
        .on("pair.list", request -> data(pairs()))
        .on("vf.list", request -> data(vfs()))
        .on("adapter.list", request -> data(adapters()))
        .on("flow.list", request -> data(flows()))
        .on("link.list", request -> data(links()))
        .on("fault.list", request -> data(faults()))
        .on("ledger.get", request -> data(ledger()))
        .on("vf.attach", request -> attach())
        .on("vf.detach", request -> detach())
        .on("nic.down", request -> setUp(false))
        .on("nic.up", request -> setUp(true));
    fake.happen("hnswitch.lab.changed", "demo", Map.of("revision", 18L));
    fake.happen("hnswitch.switch.port-connected", "sw0", Map.of("port", "a:hn0"));
    fake.happen("hnswitch.flow.started", HOSTILE, Map.of("rate", "2000pps", "text", HOSTILE));
  }

  private static JsonObject capture() {
    return new JsonObject()
        .put("id", "c1")
        .put("at", new JsonArray().add("a:hn0").add("b:hn0"))
        .put("filter", HOSTILE)
        .put("state", "running")
        .put("auto", "start")
        .put("limitMs", 600_000)
        .put("snaplen", 65550)
        .put("ring", 4 << 20)
        .put("frames", 0)
        .put("seen", 5)
        .put("oldest", 0)
        .put("next", 2)
        .put("overwritten", 0);
  }

  /** An ARP request and what somebody may send. */
  private static JsonArray frames() {
    var arp =
        "ffffffffffff00155d00000a0806000108000604000100155d00000a0a0000010000000000000a000002";
    var frames = new JsonArray();
    for (int i = 0; i < 2; i++) {
      var bytes = i == 0 ? HexFormat.of().parseHex(arp) : HOSTILE.getBytes(StandardCharsets.UTF_8);
      var frame =
          new JsonObject()
              .put("number", i)
              .put("micros", 1_795_000_000_000_000L + i)
              .put("nic", "a:hn0")
              .put("device", "switch sw0")
              .put("direction", "tx")
              .put("path", "vf")
              .put("length", bytes.length)
              .put("bytes", Base64.getEncoder().encodeToString(bytes));
      frames.add(i == 0 ? frame : frame.put("dropped", "acl-deny"));
    }
    return frames;
  }

  private static JsonObject mirror() {
    return new JsonObject()
        .put("name", "ids")
        .put("source", new JsonArray().add("a:hn0"))
        .put("direction", "both")
        .put("to", "b:hn0")
        .put("filter", HOSTILE)
        .put("snaplen", 65550)
        .put("frames", 7)
        .put("bytes", 700)
        .put("dropped", 1);
  }

  private static JsonObject groups() {
    var vlan =
        new JsonObject()
            .put("vlan", 0)
            .put("protocol", "igmp")
            .put("querier", "other")
            .put("address", HOSTILE)
            .put("port", HOSTILE)
            .put("active", true)
            .put("routers", new JsonArray().add(HOSTILE).add("a:hn0"));
    var member =
        new JsonObject()
            .put("vlan", 0)
            .put("group", "239.1.2.3")
            .put("port", HOSTILE)
            .put("sources", "some")
            .put("left", "254s");
    return new JsonObject()
        .put("id", "sw0")
        .put("snooping", true)
        .put("vlans", new JsonArray().add(vlan))
        .put("groups", new JsonArray().add(member).add(member.copy().put("port", "a:hn0")))
        .put("counters", new JsonObject().put("multicast-reports", 3));
  }

  private static JsonObject virtualSwitch() {
    return new JsonObject()
        .put("id", "sw0")
        .put("mirrors", new JsonArray().add(mirror()))
        .put("ageing", "300s")
        .put("ports", new JsonArray().add(port("a:hn0")).add(port("b:hn0")).add(port("c:hn0")))
        .put(
            "fdb",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("mac", "00:15:5d:00:00:01")
                        .put("port", HOSTILE)
                        .put("origin", "learned")
                        .put("age", "3s")
                        .put("moves", 2)))
        .put("counters", new JsonObject().put("flooded-frames", 6).put("fdb-entries", 1));
  }

  private static JsonObject port(String name) {
    return new JsonObject()
        .put("name", name)
        .put("kind", "nic")
        .put("counters", new JsonObject().put("rx-frames", 7).put("tx-frames", 8));
  }

  private static JsonArray endpoints() {
    return new JsonArray()
        .add(
            new JsonObject()
                .put("nic", "a:hn0")
                .put("kind", "host")
                .put("settings", new JsonObject().put("addresses", HOSTILE)));
  }

  private static JsonArray sysctls() {
    return new JsonArray()
        .add(
            new JsonObject()
                .put("name", "hw.hn.vf_transparent")
                .put("value", 1)
                .put("type", "int")
                .put("access", "rdtun")
                .put("description", HOSTILE));
  }

  private static JsonObject capabilities() {
    return new JsonObject()
        .put("id", "a:hn0")
        .put("supported", new JsonArray().add("tso4"))
        .put("own", new JsonArray().add("tso4").add("lro"))
        .put("enabled", new JsonArray().add("tso4"))
        .put("wanted", new JsonArray().add("tso4").add("lro"))
        .put(
            "tso", new JsonObject().put("max", 62762).put("segments", 31).put("segmentSize", 4096));
  }

  private static JsonObject revisions() {
    return new JsonObject()
        .put("current", 18)
        .put(
            "revisions",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("revision", 18)
                        .put("time", "2026-01-02T03:04:05Z")
                        .put("operation", "apply")
                        .put("lab", HOSTILE)
                        .put("summary", HOSTILE)
                        .put("checkpoints", new JsonArray().add(HOSTILE))));
  }

  private static JsonObject audit() {
    return new JsonObject()
        .put(
            "records",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("number", 1)
                        .put("time", "2026-01-02T03:04:05Z")
                        .put("by", HOSTILE)
                        .put("role", "admin")
                        .put("from", "127.0.0.1")
                        .put("operation", "lab.apply")
                        .put("request", HOSTILE)
                        .put("result", "done")
                        .put("requestId", "r1")));
  }

  private static JsonArray config() {
    return new JsonArray()
        .add(
            new JsonObject()
                .put("key", "state")
                .put("value", HOSTILE)
                .put("origin", HOSTILE)
                .put("applies", "restart"));
  }

  private static JsonObject data(Object data) {
    return new JsonObject().put("data", data);
  }

  private JsonObject attach() {
    attached = true;
    switched = true;
    fake.happen(
        "hnswitch.nic.path-changed",
        "b:hn0",
        Map.of("from", "synthetic", "to", "vf", "cause", "attach", "switchMs", 3.2, "lost", 0));
    return data(new JsonObject().put("vf", "pf0/vf1"));
  }

  private JsonObject detach() {
    attached = false;
    fake.happen(
        "hnswitch.nic.path-changed",
        "b:hn0",
        Map.of("from", "vf", "to", "synthetic", "cause", "surprise", "lost", 17));
    return data(new JsonObject());
  }

  private JsonObject setUp(boolean now) {
    up = now;
    fake.happen(now ? "hnswitch.nic.up" : "hnswitch.nic.down", "a:hn0", Map.of());
    return data(new JsonObject());
  }

  private static JsonObject info() {
    return new JsonObject().put("node", "left").put("lab", new JsonObject().put("name", "demo"));
  }

  private JsonArray nics() {
    frames.addAndGet(2_000);
    return new JsonArray()
        .add(nic("a:hn0", true, "pf0/vf0").put("up", up))
        .add(nic("b:hn0", attached, "pf0/vf1"))
        .add(nic("c:hn0", false, "").put("link", false))
        .add(new JsonObject().put("id", "d:hn0").put("problem", problem()));
  }

  private static JsonObject problem() {
    return new JsonObject().put("detail", "d:hn0 did not answer in time");
  }

  private JsonObject nic(String id, boolean vf, String vfId) {
    long count = frames.get();
    var nic =
        new JsonObject()
            .put("id", id)
            .put("mac", "00:15:5d:00:00:01")
            .put("up", true)
            .put("running", true)
            .put("link", true)
            .put("mtu", 1500)
            .put("path", vf ? "vf" : "synthetic")
            .put(
                "counters",
                new JsonObject()
                    .put("opackets", count)
                    .put("opackets-vf", vf ? count : 0)
                    .put("obytes", 542 * count)
                    .put("ipackets", count / 2)
                    .put("ipackets-vf", 0)
                    .put("ibytes", 700 * count));
    return vf ? nic.put("vf", vfId) : nic;
  }

  private JsonArray pairs() {
    return new JsonArray()
        .add(pair("a:hn0", "vf-active", "the host acknowledged the VF data path", true))
        .add(
            attached
                ? pair("b:hn0", "vf-active", "the host acknowledged the VF data path", true)
                : pair("b:hn0", "synthetic", "the VF was taken away by surprise", switched))
        .add(pair("c:hn0", "synthetic", "no VF " + HOSTILE, false));
  }

  private static JsonObject pair(String nic, String state, String reason, boolean switched) {
    var history = new JsonArray();
    if (switched) {
      history.add(
          new JsonObject()
              .put("atMillis", BEGAN)
              .put("from", "synthetic")
              .put("to", "vf")
              .put("cause", "attach")
              .put("switchMillis", 3.217)
              .put("lost", 0)
              .put("duplicated", 0)
              .put("reordered", 0));
    }
    return new JsonObject()
        .put("nic", nic)
        .put("state", state)
        .put("reason", reason)
        .put("sinceMillis", BEGAN)
        .put("waitLeftMillis", 0)
        .put("history", history);
  }

  private JsonArray vfs() {
    var vfs = new JsonArray().add(vf("pf0/vf0", "a:hn0", 1));
    return attached ? vfs.add(vf("pf0/vf1", "b:hn0", 2)) : vfs;
  }

  private static JsonObject vf(String id, String nic, int serial) {
    return new JsonObject()
        .put("id", id)
        .put("adapter", "pf0")
        .put("nic", nic)
        .put("managedBy", nic)
        .put("mac", "00:15:5d:00:00:0" + serial)
        .put("serial", serial)
        .put("capabilities", new JsonArray().add("tso4"))
        .put("offloads", new JsonArray().add("tso4"))
        .put("tso", new JsonObject().put("max", 65535).put("segments", 9).put("segmentSize", 4096))
        .put("counters", new JsonObject().put("rx-frames", 3))
        .put("offer", "offered")
        .put("steered", true)
        .put("state", "attached")
        .put("up", true)
        .put("link", true)
        .put("mtu", 1500);
  }

  private JsonArray adapters() {
    return new JsonArray()
        .add(
            new JsonObject()
                .put("id", "pf0")
                .put("virtualSwitch", "sw0")
                .put("vfs", 4)
                .put("slots", vfs()));
  }

  private static JsonArray links() {
    var layer =
        new JsonObject()
            .put("name", HOSTILE)
            .put("enabled", true)
            .put("leftMillis", 1500)
            .put("forward", new JsonObject().put("loss", HOSTILE));
    var way =
        new JsonObject()
            .put("from", "a:hn0")
            .put("to", "sw0")
            .put("frames", 12)
            .put("impaired", new JsonObject().put("lost", 3).put("waiting", 1));
    return new JsonArray()
        .add(
            new JsonObject()
                .put("id", HOSTILE)
                .put("endpoints", new JsonArray().add("a:hn0").add("sw0"))
                .put("state", "up")
                .put("ways", new JsonArray().add(way))
                .put("layers", new JsonArray().add(layer)));
  }

  private static JsonArray faults() {
    return new JsonArray()
        .add(
            new JsonObject()
                .put("operation", "link.impair")
                .put("object", HOSTILE)
                .put("layer", HOSTILE)
                .put("leftMillis", 1500));
  }

  private JsonArray flows() {
    return new JsonArray()
        .add(flow("a-b", "a:hn0", "b:hn0", "2000pps", 0))
        .add(flow("b-c", "b:hn0", "c:hn0", "1000pps", 17))
        .add(flow(HOSTILE, "c:hn0", "a:hn0", "500pps", 0).put("state", "done"));
  }

  private JsonObject flow(String id, String from, String to, String rate, int lost) {
    return new JsonObject()
        .put("id", id)
        .put("from", from)
        .put("to", to)
        .put("state", "running")
        .put("rate", rate)
        .put("sent", frames.get())
        .put("received", frames.get() - lost)
        .put("lost", lost)
        .put("duplicated", 0)
        .put("reordered", 0)
        .put("latencyUs", new JsonObject().put("p50", 84.2).put("p99", 1204.5));
  }

  private JsonObject ledger() {
    return new JsonObject()
        .put("sent", 3 * frames.get())
        .put("created", 12)
        .put("delivered", 3 * frames.get() - 40)
        .put("filtered", 12)
        .put("dropped", new JsonObject().put("vf-gone", 17).put("nic-down", 3))
        .put("held", 12)
        .put("inTransit", 8)
        .put("unaccounted", 0)
        .put("devices", new JsonArray().add(books()));
  }

  private static JsonObject books() {
    return new JsonObject()
        .put("device", HOSTILE)
        .put("entered", 1)
        .put("in", 2)
        .put("created", 3)
        .put("out", 4)
        .put("delivered", 5)
        .put("filtered", 6)
        .put("dropped", new JsonObject().put("vf-gone", 17))
        .put("held", 7)
        .put("unaccounted", 0);
  }
}
