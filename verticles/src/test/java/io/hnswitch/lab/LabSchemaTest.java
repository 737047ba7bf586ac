package io.hnswitch.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.impair.Distribution;
import io.hnswitch.impair.Impairment;
import io.hnswitch.impair.Reordering;
import io.hnswitch.offload.Offload;
import io.hnswitch.rss.RssFunction;
import io.hnswitch.rss.RssType;
import io.hnswitch.rss.VfRss;
import io.hnswitch.sysctl.Tunable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Holds the published schema and the parser together. */
class LabSchemaTest {

  private static final Map<?, ?> SCHEMA = schema();

  private static Map<?, ?> schema() {
    try {
      var text = Files.readString(Labs.conf("lab-v1.schema.json"));
      return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object at(Object node, String... path) {
    for (var key : path) {
      node = assertInstanceOf(Map.class, node, key).get(key);
    }
    return node;
  }

  private static Object property(String definition, String... path) {
    return at(at(SCHEMA, "$defs", definition, "properties"), path);
  }

  @Test
  void isVersioned() {
    assertEquals("https://hnswitch.io/schema/lab-v1.json", SCHEMA.get("$id"));
    assertEquals("https://json-schema.org/draft/2020-12/schema", SCHEMA.get("$schema"));
  }

  @ParameterizedTest
  @EnumSource(LabObject.class)
  void hasTheKeysThatTheParserTakes(LabObject object) {
    var definition = at(SCHEMA, "$defs", object.name().toLowerCase(Locale.ROOT));
    assertEquals(object.keys(), List.copyOf(((Map<?, ?>) at(definition, "properties")).keySet()));
    assertEquals(false, at(definition, "additionalProperties"));
    assertEquals(true, at(definition, "patternProperties", "^x-"));
  }

  @Test
  void hasTheTunablesWithTheirRanges() {
    var wanted = new LinkedHashMap<String, Map<String, Object>>();
    for (var tunable : Tunable.values()) {
      wanted.put(
          tunable.key(),
          Map.of(
              "type", "integer",
              "minimum", tunable.min(),
              "maximum", tunable.max(),
              "default", tunable.initial()));
    }
    assertEquals(wanted, property("spec", "tunables", "properties"));
  }

  @Test
  void hasTheSameBoundsAndDefaults() {
    assertEquals(NicSpec.MIN_MTU, property("nic", "mtu", "minimum"));
    assertEquals(NicSpec.MAX_MTU, property("nic", "mtu", "maximum"));
    assertEquals(NicSpec.DEFAULT_MTU, property("nic", "mtu", "default"));
    assertEquals(NicSpec.MAX_CHANNELS, property("nic", "channels", "maximum"));
    assertEquals(NicSpec.DEFAULT_OFFLOADS.slugs(), property("nic", "offloads", "default"));
    assertEquals(NicSpec.POSSIBLE_OFFLOADS.slugs(), property("nic", "offloads", "items", "enum"));
    assertEquals(AdapterSpec.MAX_VFS, property("adapter", "vfs", "maximum"));
    assertEquals(AdapterSpec.DEFAULT_VFS, property("adapter", "vfs", "default"));
    assertEquals(AdapterSpec.DEFAULT_MTU, property("adapter", "mtu", "default"));
    assertEquals(AdapterSpec.DEFAULT_OFFLOADS.slugs(), property("adapter", "offloads", "default"));
    assertEquals(
        Arrays.stream(Offload.values()).map(Offload::slug).toList(),
        property("adapter", "offloads", "items", "enum"));
    assertEquals(VfRss.DEFAULT.function().slug(), property("rss", "function", "default"));
    assertEquals(RssFunction.slugs(), property("rss", "function", "enum"));
    assertEquals(VfRss.DEFAULT_TYPES.slugs(), property("rss", "types", "default"));
    assertEquals(RssType.slugsOfAll(), property("rss", "types", "items", "enum"));
    assertEquals(VxlanSpec.VNI_MAX, property("vxlan", "vni", "maximum"));
    assertEquals(Distribution.slugs(), property("impairment", "distribution", "enum"));
    assertEquals(Impairment.MAX_LIMIT, property("impairment", "limit", "maximum"));
    assertEquals(Impairment.DEFAULT_LIMIT, property("impairment", "limit", "default"));
    assertEquals(Reordering.MAX_GAP, property("reorder", "gap", "maximum"));
    assertEquals(GuestSpec.MAX_COUNT, property("guest", "count", "maximum"));
    assertEquals(QueueSpec.MIN_LIMIT, property("queue", "limit", "minimum"));
    assertEquals(QueueSpec.MAX_LIMIT, property("queue", "limit", "maximum"));
    assertEquals(FlowSpec.DEFAULT_SIZE, property("flow", "size", "default"));
    assertEquals(FlowSpec.DEFAULT_UDP, property("flow", "udp", "default"));
    assertEquals(FlowSpec.DEFAULT_RATE.toString(), property("flow", "rate", "default"));
    assertEquals(
        Arrays.stream(HostAnswer.values()).map(HostAnswer::slug).toList(),
        property("host", "answers", "items", "enum"));
  }

  @Test
  void hasTheSameShapesOfNames() {
    assertEquals("^" + LabName.SHAPE + "$", at(SCHEMA, "$defs", "name", "pattern"));
    assertEquals("^" + EndpointSpec.Tap.NAME_SHAPE + "$", property("tap", "name", "pattern"));
    assertEquals("^" + EndpointSpec.Tap.NETNS_SHAPE + "$", property("tap", "netns", "pattern"));
    assertEquals(
        "^" + EndpointSpec.Tap.NAME_SHAPE + "$", property("packet", "interface", "pattern"));
    assertEquals("^" + EndpointSpec.Tap.NETNS_SHAPE + "$", property("packet", "netns", "pattern"));
  }

  @Test
  void takesTheSocketsThatTheParserTakes() {
    var shape = Pattern.compile((String) at(SCHEMA, "$defs", "socket", "pattern"));
    for (var good : List.of("unix:/run/a b.sock", "127.0.0.1:0", "127.9.8.7:65535", "[::1]:7")) {
      assertTrue(shape.matcher(good).matches(), good);
      assertEquals(good, SocketPlace.parse(good).toString());
    }
    for (var bad :
        List.of(
            "unix:a", "unix:/", "unix:/a/", "unix:/\n", "10.0.0.1:1", "::1:7", "[::2]:7", "/a")) {
      assertFalse(shape.matcher(bad).matches(), bad);
      assertThrows(IllegalArgumentException.class, () -> SocketPlace.parse(bad), bad);
    }
    for (var bad : List.of("127.0.0.1:65536", "127.0.0.300:1", "unix:/" + "x".repeat(107))) {
      assertThrows(IllegalArgumentException.class, () -> SocketPlace.parse(bad), bad);
    }
  }
}
