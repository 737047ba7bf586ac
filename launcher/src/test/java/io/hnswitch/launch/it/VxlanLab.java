package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * A node in a namespace, joined by a cable with another one that has the kernel's {@code vxlan}
 * device, {@value #KERNEL}. The lab has a TAP in a third one, {@value #TAP}, and a host of its own,
 * {@value #HOST}; names are those that nobody else on this machine has.
 *
 * @param near where the node runs
 * @param far where the kernel's end of the tunnel is
 * @param guest where the TAP is
 */
record VxlanLab(Namespace near, Namespace far, Namespace guest, String id)
    implements AutoCloseable {

  static final String TAP = "10.77.0.1";
  static final String HOST = "10.77.0.2";
  static final String KERNEL = "10.77.0.9";

  /** The end of the cable at the node. */
  static final String NEAR = "10.9.0.1";

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  static VxlanLab fresh() {
    var id = Long.toString(ProcessHandle.current().pid(), 36) + NUMBERS.incrementAndGet();
    return new VxlanLab(
        new Namespace("hnit-n" + id),
        new Namespace("hnit-f" + id),
        new Namespace("hnit-t" + id),
        id);
  }

  String nearCable() {
    return "hnn" + id;
  }

  private String farCable() {
    return "hnf" + id;
  }

  /** A cable, and the kernel's end of the tunnel. */
  void lay() {
    near.make();
    far.make();
    ip("link add %s netns %s type veth peer name %s netns %s", nearCable(), near, farCable(), far);
    ip("-n %s link set lo up", near);
    side(near, nearCable(), "10.9.0.1/24");
    side(far, farCable(), "10.9.0.2/24");
    ip("-n %s address add 10.9.0.3/24 dev %s", far, farCable());
    // A cable of the kernel hands frames over unfinished, which no other wire does.
    far.run(
            "ethtool",
            "-K",
            farCable(),
            "tx",
            "off",
            "tso",
            "off",
            "gso",
            "off",
            "tx-udp_tnl-segmentation",
            "off",
            "tx-udp_tnl-csum-segmentation",
            "off")
        .succeeds();
    ip("-n %s link add vx0 type vxlan id 42 local 10.9.0.2 remote 10.9.0.1 dstport 4789", far);
    side(far, "vx0", KERNEL + "/24");
  }

  private static void side(Namespace where, String device, String address) {
    ip("-n %s address add %s dev %s", where, address, device);
    ip("-n %s link set %s up", where, device);
  }

  private static void ip(String format, Object... arguments) {
    var words =
        List.of(arguments).stream()
            .map(one -> one instanceof Namespace(var name) ? name : one)
            .toArray();
    var command = ("ip " + format.formatted(words)).split(" ");
    Running.run(BOUND, command).succeeds();
  }

  /** Plugs the node's end of the cable in or out. */
  void cable(boolean up) {
    ip("-n %s link set %s %s", near, nearCable(), up ? "up" : "down");
  }

  /** From now on, or no more, what the far side sends itself comes from another address. */
  void strange(boolean on) {
    ip("-n %s route " + (on ? "add" : "del") + " 10.9.0.1/32 dev %s src 10.9.0.3", far, farCable());
  }

  /** Sends datagrams to the node that a shell's command writes, one for each write. */
  void write(String command) {
    far.run("bash", "-c", command + " > /dev/udp/" + NEAR + "/4789").succeeds();
  }

  String yaml() {
    return """
    apiVersion: hnswitch/v1
    kind: Lab
    metadata: { name: it }
    spec:
      tunables: { hw.hn.vf_transparent: 1 }
      switches: { sw0: {} }
      adapters:
        pf0: { switch: sw0, offer-delay: 10ms }
      links:
        out: { endpoints: [pf0], vxlan: { local: 10.9.0.1, remote: 10.9.0.2, vni: 42 } }
      defaults:
        nic:
          switch: sw0
          vf: { adapter: pf0, attach: false }
          offloads: [rxcsum, txcsum, tso4, tso6, lro, txcsum-ipv6]
      guests:
        blue: { nics: { hn0: { mtu: 1450, endpoint: { tap: { name: hnt%s, netns: %s, ip: 10.77.0.1/24 } } } } }
        green: { nics: { hn0: { endpoint: { host: { ip: 10.77.0.2/24 } } } } }
    """
        .formatted(id, guest.name());
  }

  /** The command that runs another one in the node's network, and in nothing else of it. */
  List<String> inside() {
    return List.of("nsenter", "--net=/run/netns/" + near.name());
  }

  /** Asks the node, whose address means nothing elsewhere. */
  JsonObject get(NodeProcess node, String path) {
    return curl(node, path);
  }

  JsonObject post(NodeProcess node, String path, JsonObject body) {
    return curl(node, path, "-H", "Content-Type: application/json", "-d", body.encode());
  }

  private JsonObject curl(NodeProcess node, String path, String... more) {
    var command =
        Running.with(
            List.of(
                "curl",
                "-sS",
                "-H",
                "Authorization: Bearer " + node.token(),
                node.url() + "/api/v1" + path),
            more);
    var said = near.run(BOUND, command.toArray(String[]::new)).succeeds();
    var data = said.json().getJsonObject("data");
    assertEquals(true, data != null, said::toString);
    return data;
  }

  JsonObject until(NodeProcess node, String path, Predicate<JsonObject> wanted) {
    var seen = Eventually.look(BOUND, () -> get(node, path), wanted);
    assertEquals(true, wanted.test(seen), seen::encodePrettily);
    return seen;
  }

  /** Removes all of it, and what a node that did not end in order left. */
  @Override
  public void close() {
    near.remove();
    far.remove();
    guest.remove();
  }
}
