package io.hnswitch.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabWriterTest {

  private static void roundTrips(LabSpec lab) {
    assertEquals(lab, Labs.accepted(LabWriter.yaml(lab)));
    assertEquals(lab, Labs.accepted(LabWriter.json(lab)));
  }

  @Test
  void writesOnlyWhatAParserCouldNotKnow() {
    assertEquals(
        """
        apiVersion: hnswitch/v1
        kind: Lab
        metadata: { name: vf-failover, title: A transparent VF comes and goes under load }
        spec:
          seed: 42
          tunables:
            hw.hn.vf_transparent: 1
          defaults:
            nic: { switch: sw0, channels: 2 }
          switches:
            sw0: { static: { "00:15:5d:00:00:0a": "a:hn0", "00:15:5d:00:00:0b": pf0 } }
          adapters:
            pf0:
              switch: sw0
              offloads: [rxcsum, txcsum, tso4]
              tso: { max: 32KiB, segments: 16, segmentSize: 4KiB }
          guests:
            a:
              nics:
                hn0:
                  mac: "00:15:5d:00:00:0a"
                  endpoint: { tap: { name: hn0, netns: blue, ip: 10.0.0.1/24 } }
                  vf: { adapter: pf0, attach: true }
            b:
              nics:
                hn0:
                  mtu: 1400
                  offloads: [rxcsum]
                  endpoint: { host: { ip: 10.0.0.2/24, answers: [arp, icmp, udp-echo] } }
                  vf: { adapter: pf0 }
            load: { count: 4, nics: { hn0: { endpoint: { host: { ip: 10.0.0.11/24 } } } } }
          flows:
            f1: { from: "load-1:hn0", to: "b:hn0", rate: 2000pps }
        """,
        LabWriter.yaml(Labs.accepted(Labs.EXAMPLE)));
  }

  @Test
  void writesTunnelsInShort() {
    var lab =
        Labs.accepted(
            Labs.spec(
                "switches: { s: {} }",
                "adapters: { p: { switch: s }, q: { switch: s } }",
                "links:",
                "  k: { endpoints: [p], vxlan: { local: 10.9.0.1:4789, remote: 10.9.0.2, vni: 0 }"
                    + " }",
                "  l: { endpoints: [q], vxlan: { local: 'fd99::1', remote: '[fd99::2]:1', vni: 9 }"
                    + " }"));
    roundTrips(lab);
    var text = LabWriter.yaml(lab);
    assertTrue(text.contains("local: \"10.9.0.1\", remote: \"10.9.0.2\", vni: 0"), text);
    assertTrue(text.contains("remote: \"[fd99::2]:1\""), text);
    assertTrue(LabWriter.json(lab).contains("10.9.0.2:4789"), LabWriter.json(lab));
  }

  @Test
  void writesTheInterfacesOfLinks() {
    var lab =
        Labs.accepted(
            Labs.spec(
                "switches: { s: {} }",
                "adapters: { p: { switch: s }, q: { switch: s } }",
                "links:",
                "  k: { endpoints: [p], packet: { interface: veth0, netns: x } }",
                "  l: { endpoints: [q], packet: { interface: veth0 }, impair: { both: { delay: 1ms"
                    + " } } }"));
    roundTrips(lab);
    assertEquals(Optional.of(new InterfaceSpec("veth0", "x")), lab.links().get("k").packet());
    assertEquals(Optional.of(new InterfaceSpec("veth0", "")), lab.links().get("l").packet());
    var text = LabWriter.yaml(lab);
    assertTrue(text.contains("packet: { interface: veth0, netns: x }"), text);
    assertTrue(text.contains("packet: { interface: veth0 }"), text);
  }

  @Test
  void mayHaveAnInterfaceOfTheSameNameOnEachNode() {
    roundTrips(
        Labs.accepted(
            Labs.spec(
                "switches: { s: { place: one }, t: { place: two } }",
                "adapters: { p: { switch: s }, q: { switch: t } }",
                "links:",
                "  k: { endpoints: [p], packet: { interface: eth1 } }",
                "  l: { endpoints: [q], packet: { interface: eth1 } }")));
  }

  @Test
  void roundTripsTheExample() {
    roundTrips(Labs.accepted(Labs.EXAMPLE));
    roundTrips(LabSpec.empty("nothing"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo.yaml",
        "netns.yaml",
        "failover.yaml",
        "wire.yaml",
        "impaired.yaml",
        "qemu.yaml"
      })
  void roundTripsTheFilesThatShip(String name) throws Exception {
    roundTrips(Labs.accepted(Files.readString(Labs.conf(name))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain words",
        "null",
        "yes",
        "12",
        "1e5",
        "a: b",
        "# x",
        "\"q\" \\",
        "ä€ x",
        "- a"
      })
  void quotesWhatYamlWouldReadAsSomethingElse(String title) {
    var empty = LabSpec.empty("t");
    var lab =
        new LabSpec(
            new LabMetadata("t", title, Map.of("true", title)),
            Long.MIN_VALUE,
            LabClock.REAL,
            empty.tunables(),
            empty.switches(),
            empty.adapters(),
            empty.links(),
            empty.guests(),
            empty.flows(),
            empty.captures());
    roundTrips(lab);
  }

  @Test
  void givesEqualLabsTheSameJson() {
    var one = Labs.spec("switches: { a: {}, b: {} }", "seed: 1");
    var two = Labs.spec("seed: 1", "switches: { b: { aging: 5m }, a: {} }");
    assertEquals(LabWriter.json(Labs.accepted(one)), LabWriter.json(Labs.accepted(two)));
  }

  @Test
  void roundTripsRandomLabs() {
    for (int seed = 0; seed < 200; seed++) {
      var lab = Labs.accepted(randomLab(new Random(seed)));
      assertEquals(lab, Labs.accepted(LabWriter.yaml(lab)), "seed " + seed);
      assertEquals(lab, Labs.accepted(LabWriter.json(lab)), "seed " + seed);
    }
  }

  private static String randomLab(Random random) {
    var lines = new ArrayList<String>();
    lines.add("seed: " + random.nextLong());
    lines.add("tunables: { hw.hn.vf_xpnt_attwait: " + (2 + random.nextInt(3)) + " }");
    lines.add("switches: { s: { aging: " + (1 + random.nextInt(100)) + "00ms } }");
    var rss =
        List.of(
                "",
                ", rss: {}",
                ", rss: { key: \"12345678\", report: true }",
                ", rss: { key: well-known, types: [ipv4, udp-ipv6-ex] }",
                ", rss: { function: private, types: [] }",
                ", rss: { key: \"6E10\" }")
            .get(random.nextInt(6));
    lines.add(
        "adapters: { p: { switch: s, vfs: 64, offer-delay: "
            + random.nextInt(3)
            + "s"
            + rss
            + " } }");
    var links = new ArrayList<String>();
    lines.add("guests:");
    int guests = 1 + random.nextInt(6);
    for (int g = 1; g <= guests; g++) {
      var name = random.nextInt(4) == 0 ? "x" + g : "g-" + g;
      int ip = random.nextInt(3) == 0 ? 100 + g : g;
      var nic =
          List.of(
                  "endpoint: { host: { ip: 10.0.0." + ip + "/24 } }",
                  "endpoint: { tap: { name: t-" + g + ", ip: [10.0.0." + ip + "/24] } }",
                  "endpoint: { tap: { name: t-" + g + ", netns: n-" + g + ", mtu: 1500 } }",
                  "endpoint: none",
                  "endpoint: { packet: { interface: p-" + g + ", netns: n } }",
                  "endpoint: { packet: { interface: p-" + g + " } }",
                  "endpoint: { qemu: { stream: { listen: \"unix:/s-" + g + "\" } } }",
                  "endpoint: { qemu: { stream: { listen: \"[::1]:" + (6 + g) + "\" } } }",
                  "endpoint: { qemu: { stream: { connect: \"unix:/r\" } } }",
                  "endpoint: { qemu: { dgram: { local: \"127.0.0.1:0\", remote: \"127.0.0.1:"
                      + (6 + g)
                      + "\" } } }")
              .get(random.nextInt(random.nextBoolean() ? 1 : 10));
      var keys = new StringBuilder("switch: s, " + nic);
      if (random.nextInt(3) == 0) {
        keys.append(", mac: \"00:15:5d:00:00:0").append(g).append('"');
      }
      if (random.nextBoolean()) {
        keys.append(", mtu: ").append(random.nextBoolean() ? 9000 : 1500);
      }
      if (random.nextBoolean()) {
        keys.append(", up: ").append(random.nextBoolean());
      }
      if (random.nextInt(3) == 0) {
        keys.append(", queue: { rate: ").append(1 + random.nextInt(3)).append("Mbit");
        keys.append(random.nextBoolean() ? ", burst: 10000" : "");
        keys.append(random.nextBoolean() ? ", limit: 100 }" : " }");
      }
      if (random.nextBoolean()) {
        keys.append(", vf: { adapter: p, attach: ").append(random.nextBoolean()).append(" }");
      }
      lines.add("  " + name + ": { nics: { n: { " + keys + " } } }");
      if (random.nextInt(3) == 0) {
        var ends = random.nextBoolean() ? "\"" + name + ":n\", s" : "s, \"" + name + ":n\"";
        links.add("l" + g + ": { endpoints: [" + ends + "]" + impair(random) + " }");
      }
    }
    lines.add("links: { " + String.join(", ", links) + " }");
    return Labs.spec(lines.toArray(String[]::new));
  }

  private static String impair(Random random) {
    var directions = new ArrayList<String>();
    for (var direction : List.of("both", "forward", "reverse")) {
      var keys = new ArrayList<String>();
      add(keys, random, "delay: " + random.nextInt(3) + "ms");
      add(keys, random, "jitter: 500us");
      add(keys, random, "distribution: paretonormal");
      add(keys, random, "correlation: 12.5%");
      add(
          keys,
          random,
          "loss: "
              + List.of(
                      "0%",
                      "0.0001%",
                      "{ model: random, chance: 5%, correlation: 10% }",
                      "{ model: gilbert-elliott, toBad: 1%, toGood: 30%, inGood: 0.5% }",
                      "{ model: 4-state, toBurst: 1%, toGap: 20%, toPause: 5%, single: 1% }")
                  .get(random.nextInt(5)));
      add(keys, random, "duplicate: 1%");
      add(
          keys,
          random,
          "reorder: " + List.of("none", "by-jitter", "{ chance: 1% }").get(random.nextInt(3)));
      add(keys, random, "corrupt: 100%");
      add(keys, random, "rate: " + List.of("none", "20Mbit").get(random.nextInt(2)));
      add(keys, random, "limit: " + (1 + random.nextInt(2000)));
      if (random.nextBoolean()) {
        directions.add(direction + ": { " + String.join(", ", keys) + " }");
      }
    }
    return directions.isEmpty() ? "" : ", impair: { " + String.join(", ", directions) + " }";
  }

  private static void add(List<String> keys, Random random, String key) {
    if (random.nextInt(3) == 0) {
      keys.add(key);
    }
  }
}
