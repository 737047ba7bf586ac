package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Captures as tshark reads them, with frames of namespaces and while a VF comes and goes. */
class CaptureIT {

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final String BLUE = "blue:hn0";
  private static final String GREEN = "green:hn0";

  private static Place place;
  private static NetnsLab lab;
  private static NodeProcess node;
  private static Cli cli;

  /** One node for all: each test leaves it as it was. */
  @BeforeAll
  static void start() {
    Checkout.requireEverything();
    place = Place.make();
    lab = NetnsLab.fresh();
    node = NodeProcess.start(place, lab.yaml());
    cli = new Cli(place);
  }

  @AfterEach
  void forget() {
    node.rest().list("/captures").forEach(one -> stopped(one.getString("id")));
  }

  private static void stopped(String id) {
    node.rest().post("/captures/" + id + "/actions/stop", new JsonObject());
  }

  @AfterAll
  static void stop() {
    try (var ended = node;
        var removed = lab;
        var gone = place) {
      ended.rest().quietLedger();
      ended.stop();
      assertTrue(!removed.blue().exists());
      assertEquals(List.of(), gone.leftovers());
    }
  }

  private void capture(String id, JsonObject more) {
    node.rest().post("/captures", more.put("id", id));
  }

  private static JsonObject at(String... nics) {
    return new JsonObject().put("at", new JsonArray(List.of(nics)));
  }

  private Path saved(String id) {
    var file = place.root().resolve(id + ".pcapng");
    cli.run("capture", "save", id, file.toString()).succeeds();
    return file;
  }

  /** What tshark reads, which must have nothing to complain about. */
  private static List<String> tshark(Path file, String... arguments) {
    var command = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString()));
    command.addAll(List.of(arguments));
    var read = Running.run(BOUND, command.toArray(String[]::new)).succeeds();
    // It says so when root runs it; that is not about the file.
    var complaints =
        read.err().lines().filter(line -> !line.contains("Running as user \"root\"")).toList();
    assertEquals(List.of(), complaints, read::toString);
    return read.out().lines().toList();
  }

  /** The same of some fields of each frame, with tabs between. */
  private static List<String> fields(Path file, String... names) {
    var arguments = new ArrayList<>(List.of("-T", "fields"));
    for (var name : names) {
      arguments.addAll(List.of("-e", name));
    }
    return tshark(file, arguments.toArray(String[]::new));
  }

  private void ping(int count) {
    lab.blue()
        .run("ping", "-q", "-c", "" + count, "-i", "0.005", "-W", "5", NetnsLab.GREEN_V4)
        .succeeds();
  }

  @Test
  void isReadByTsharkAcrossAnAttachment() {
    capture("c1", at(BLUE, GREEN).put("filter", "icmp"));
    ping(10);
    node.rest().attach(BLUE);
    ping(10);
    node.rest().detach(BLUE, "graceful");
    ping(10);
    var file = saved("c1");
    var frames =
        fields(
            file,
            "frame.interface_name",
            "frame.comment",
            "frame.packet_flags_direction",
            "icmp.type",
            "frame.time_epoch");
    assertEquals(120, frames.size(), frames::toString);
    assertEquals(20, count(frames, "blue:hn0 vf\thn blue:hn0"));
    assertEquals(40, count(frames, "blue:hn0 synthetic\thn blue:hn0"));
    assertEquals(60, count(frames, "green:hn0 synthetic\thn green:hn0"));
    assertEquals(
        30,
        count(frames, "blue:hn0 vf\thn blue:hn0\t0x00000002\t8")
            + count(frames, "blue:hn0 synthetic\thn blue:hn0\t0x00000002\t8"),
        frames::toString);
    var times = frames.stream().map(line -> line.substring(line.lastIndexOf('\t'))).toList();
    assertEquals(times.stream().sorted().toList(), times);
    var expert = String.join("\n", tshark(file, "-q", "-z", "expert,warn"));
    assertTrue(!expert.contains("Errors") && !expert.contains("Warns"), expert);
    var info = Running.run(BOUND, "capinfos", file.toString()).succeeds();
    assertTrue(info.out().contains("blue:hn0 vf") && info.err().isBlank(), info::toString);

    capture("c2", at(BLUE).put("filter", "udp port 53"));
    ping(3);
    lab.blue().run("bash", "-c", "echo -n hello > /dev/udp/10.99.0.2/53").succeeds();
    lab.blue().run("bash", "-c", "echo -n hello > /dev/udp/10.99.0.2/54").succeeds();
    assertEquals(1, tshark(saved("c2"), "-Y", "udp.dstport == 53").size());
    assertEquals(1, tshark(saved("c2")).size());
    var refused = node.rest().refused("/captures", at(BLUE).put("filter", "udp port http"));
    assertTrue(refused.getString("detail").contains("column 10: \"http\""), refused::encode);
  }

  private static long count(List<String> lines, String begin) {
    return lines.stream().filter(line -> line.startsWith(begin)).count();
  }

  @Test
  void saysWhyFramesAreDroppedOnBothPaths() {
    var rest = node.rest();
    rest.set(
        BLUE,
        new JsonObject()
            .put("acl", "[{ direction: outbound, action: deny, protocol: udp, remote-port: 9 }]"));
    capture("c1", at(BLUE).put("filter", "udp port 9"));
    for (int i = 0; i < 2; i++) {
      lab.blue().run("bash", "-c", "echo -n hello > /dev/udp/10.99.0.2/9").succeeds();
      rest.until(
          "/captures/c1/frames", read -> read.getJsonArray("frames").encode().contains("acl-deny"));
      if (i == 0) {
        rest.attach(BLUE);
      }
    }
    rest.until("/captures/c1/frames", read -> read.getJsonArray("frames").size() == 4);
    var frames = fields(saved("c1"), "frame.interface_name", "frame.comment");
    assertEquals(
        List.of(
            "blue:hn0 synthetic\thn blue:hn0",
            "blue:hn0 synthetic\tswitch sw0: dropped, acl-deny",
            "blue:hn0 vf\thn blue:hn0",
            "blue:hn0 vf\tadapter pf0: dropped, acl-deny"),
        frames);
    rest.detach(BLUE, "graceful");
    rest.set(BLUE, new JsonObject().put("acl", "none"));
  }

  /** A wire between the adapters of two switches, which loses frames for a while. */
  @Test
  void isReadByTsharkWithTheWiresOfAdapters() {
    var wired =
        lab.yaml()
            .replace("switches: { sw0: {} }", "switches: { sw0: {}, sw1: {} }")
            .replace("  adapters:\n", "  adapters:\n    pf1: { switch: sw1 }\n")
            .replace("  defaults:\n", "  links: { core: { endpoints: [pf0, pf1] } }\n  defaults:\n")
            .replaceFirst(
                "(?s)(green:.*?hn0: \\{)", "$1 switch: sw1, vf: { adapter: pf1, attach: false },");
    cli.run("apply", place.write("wired.yaml", wired).toString()).succeeds();
    ping(1);
    cli.run("capture", "start", "blue:hn0,pf0,pf1", "icmp", "--id", "wires").succeeds();
    ping(10);
    node.rest().attach(BLUE);
    ping(10);
    node.rest().detach(BLUE, "graceful");
    var loss = new JsonObject().put("forward", new JsonObject().put("loss", "100%"));
    node.rest().post("/links/core/actions/impair", loss);
    lab.blue().run("ping", "-q", "-c", "3", "-i", "0.01", "-W", "1", NetnsLab.GREEN_V4);
    node.rest().post("/links/core/actions/clear", new JsonObject());
    var file = saved("wires");
    var frames =
        fields(
            file,
            "frame.interface_name",
            "frame.comment",
            "frame.packet_flags_direction",
            "icmp.type");
    for (var wire : List.of("pf0", "pf1")) {
      var passed = "%1$s wire\tadapter %1$s\t".formatted(wire);
      boolean first = wire.equals("pf0");
      assertEquals(20, count(frames, passed + "0x00000002\t" + (first ? 8 : 0)), frames::toString);
      assertEquals(20, count(frames, passed + "0x00000001\t" + (first ? 0 : 8)), frames::toString);
    }
    var lost = "pf0 wire\tadapter pf0: dropped, impair-loss\t0x00000002\t8";
    assertEquals(3, count(frames, lost), frames::toString);
    assertEquals(20, count(frames, "blue:hn0 vf\thn blue:hn0"));
    assertEquals(23, count(frames, "blue:hn0 synthetic\thn blue:hn0"));
    assertEquals(126, frames.size(), frames::toString);
    var expert = String.join("\n", tshark(file, "-q", "-z", "expert,warn"));
    assertTrue(!expert.contains("Errors") && !expert.contains("Warns"), expert);
    stopped("wires");
    cli.run("apply", place.write("unwired.yaml", lab.yaml()).toString()).succeeds();
  }

  /** As {@code hnswitch capture … | tshark -i -}: the capture goes with the reader. */
  @Test
  void streamsIntoAPipe() throws IOException {
    var command =
        String.join(" ", Checkout.hnswitch(place.temporary()))
            + " capture blue:hn0,green:hn0 icmp | tshark -n -l -i - -c 20";
    try (var pipe =
        Running.start(place.root(), place.environment(), List.of("bash", "-c", command))) {
      pipe.awaitErr(BOUND, line -> line.contains("capturing as"));
      try (var ping = lab.blue().start("ping", "-q", "-i", "0.01", NetnsLab.GREEN_V4)) {
        var said = pipe.finish(BOUND).succeeds();
        assertEquals(20, said.out().lines().filter(line -> line.contains("ICMP")).count());
        ping.signal("INT");
        ping.finish(BOUND);
      }
    }
    var left = Eventually.look(BOUND, () -> node.rest().list("/captures"), List::isEmpty);
    assertEquals(List.of(), left);
  }

  @Test
  void endsWhenItsTimeIsUpAndKeepsTheSeam() {
    capture("short", at(BLUE).put("for", "50ms"));
    node.rest().until("/captures/short/frames", read -> state(read).equals("ended"));
    capture("seam", at(BLUE).put("auto", "on-switchover").put("for", "300ms"));
    ping(5);
    assertEquals("armed", state(node.rest().get("/captures/seam/frames")));
    node.rest().attach(BLUE);
    ping(5);
    node.rest().until("/captures/seam/frames", read -> state(read).equals("ended"));
    ping(5);
    var frames = tshark(saved("seam"), "-Y", "icmp", "-T", "fields", "-e", "frame.interface_name");
    assertEquals(10, count(frames, "blue:hn0 synthetic"));
    assertEquals(10, count(frames, "blue:hn0 vf"), frames::toString);
    node.rest().detach(BLUE, "graceful");
  }

  private static String state(JsonObject read) {
    return read.getJsonObject("capture").getString("state");
  }

  /** A lab file's captures, and a reader that is slower than the ring. */
  @Test
  void isDeclaredByTheLabFileAndTellsWhatItLost() throws IOException {
    var file =
        place.write(
            "lab.yaml",
            lab.yaml()
                + "  captures:\n"
                + "    wire: { at: [\"blue:hn0\"], filter: icmp, ring: 64KiB, snaplen: 1KiB }\n");
    cli.run("apply", file.toString()).succeeds();
    var exported = cli.run("export").succeeds().out();
    assertTrue(exported.contains("filter: icmp") && exported.contains("64KiB"), exported);
    lab.blue()
        .run("ping", "-q", "-c", "60", "-i", "0.002", "-s", "1200", "-W", "5", NetnsLab.GREEN_V4)
        .succeeds();
    var comments = fields(saved("wire"), "frame.comment", "frame.cap_len");
    assertTrue(comments.getFirst().contains("were lost by the ring"), comments::toString);
    assertTrue(comments.getFirst().endsWith("\t1024"), comments::toString);
    cli.run("undo").succeeds();
    assertEquals(List.of(), node.rest().list("/captures"));
  }
}
