package io.hnswitch.lab;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.lab.LabProblem.Code;
import io.hnswitch.multicast.MulticastPolicy;
import io.hnswitch.offload.Offload;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import io.hnswitch.rss.VfRss;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads switches and adapters, and the kinds of values that NICs have too. */
final class DeviceReader {

  /** In place of a name that is missing or wrong; the problem is already noted. */
  static final String NOWHERE = "nowhere";

  private final LabDraft draft;

  DeviceReader(LabDraft draft) {
    this.draft = draft;
  }

  void switches(LabValue value) {
    value.named().values().forEach(this::readSwitch);
  }

  void adapters(LabValue value) {
    value.named().values().forEach(this::adapter);
  }

  private void readSwitch(String name, LabValue value) {
    var section = value.object(LabObject.SWITCH);
    var aging =
        section
            .get("aging")
            .map(
                text ->
                    text.unit(
                        Units.DURATION,
                        SwitchSpec.MIN_AGING,
                        SwitchSpec.MAX_AGING,
                        SwitchSpec.DEFAULT_AGING))
            .orElse(SwitchSpec.DEFAULT_AGING);
    var statics = section.get("static").map(this::statics).orElse(Map.of());
    var multicast =
        section
            .get("multicast")
            .map(text -> MulticastReader.read(text, port -> reference(port, LabDraft.Target.PORT)))
            .orElse(MulticastPolicy.OFF);
    var mirrors =
        section.get("mirrors").map(new MirrorReader(draft, name)::mirrors).orElse(Map.of());
    draft.switches.put(
        name, new SwitchSpec(name, aging, statics, multicast, mirrors, node(section)));
  }

  /** The optional {@code place:} of an object; empty when it has none. */
  static String node(LabSection section) {
    var text = section.get("place").flatMap(value -> value.text("the name of a node"));
    if (text.isPresent() && !LabName.isValid(text.get())) {
      section
          .values()
          .get("place")
          .problem(
              Code.BAD_NAME,
              "bad name "
                  + Words.quote(text.get())
                  + " in "
                  + section.place().key("place").subject()
                  + ": must match "
                  + LabName.SHAPE,
              LabName.guess(text.get()));
    }
    return text.filter(LabName::isValid).orElse("");
  }

  private Map<MacAddress, String> statics(LabValue value) {
    var statics = new TreeMap<MacAddress, String>();
    var section = value.free();
    section
        .values()
        .forEach(
            (key, port) -> {
              var mac = unicast(key);
              if (mac.isEmpty()) {
                draft.report.problem(
                    port.keyPlace(),
                    Code.BAD_VALUE,
                    "a key in "
                        + section.place().subject()
                        + " must be a unicast MAC address like 00:15:5d:00:00:0a, not "
                        + Words.quote(key),
                    macGuess(key));
              }
              var id = reference(port, LabDraft.Target.PORT);
              mac.ifPresent(address -> statics.put(address, id));
            });
    return statics;
  }

  private void adapter(String name, LabValue value) {
    var section = value.object(LabObject.ADAPTER);
    int vfs = number(section, "vfs", 1, AdapterSpec.MAX_VFS, AdapterSpec.DEFAULT_VFS);
    var offloads =
        section
            .get("offloads")
            .map(list -> offloads(list, Arrays.asList(Offload.values())))
            .orElse(AdapterSpec.DEFAULT_OFFLOADS);
    var tso =
        section
            .get("tso")
            .map(limits -> tso(limits.object(LabObject.TSO)))
            .orElse(TsoLimits.UNLIMITED);
    var delay =
        section
            .get("offer-delay")
            .map(
                text ->
                    text.unit(
                        Units.DURATION,
                        Duration.ZERO,
                        AdapterSpec.MAX_OFFER_DELAY,
                        AdapterSpec.DEFAULT_OFFER_DELAY))
            .orElse(AdapterSpec.DEFAULT_OFFER_DELAY);
    int mtu = mtu(section, AdapterSpec.DEFAULT_MTU);
    var rss =
        section
            .get("rss")
            .map(hash -> RssReader.read(hash.object(LabObject.RSS)))
            .orElse(VfRss.DEFAULT);
    draft.adapterPlaces.put(name, section);
    draft.adapters.put(
        name,
        new AdapterSpec(
            name, switchName(section), vfs, offloads, tso, delay, mtu, rss, queue(section)));
  }

  /** The optional {@code queue:} of an object. */
  static QueueSpec queue(LabSection section) {
    var value = section.get("queue");
    if (value.isEmpty() || value.get().is(NicDefaults.NONE)) {
      return QueueSpec.NONE;
    }
    var queue = value.get().object(LabObject.QUEUE);
    int limit = DeviceReader.number(queue, "limit", QueueSpec.MIN_LIMIT, QueueSpec.MAX_LIMIT, 0);
    long rate =
        queue
            .require("rate")
            .map(text -> text.unit(Units.BIT_RATE, QueueSpec.MIN_RATE, QueueSpec.MAX_RATE, 0L))
            .orElse(0L);
    long least = QueueSpec.minBurst(Math.max(rate, QueueSpec.MIN_RATE));
    long burst =
        queue
            .get("burst")
            .map(text -> text.unit(Units.SIZE, least, QueueSpec.MAX_BURST, 0L))
            .orElse(0L);
    return rate == 0 ? QueueSpec.NONE : new QueueSpec.Shaped(rate, burst, limit);
  }

  private static TsoLimits tso(LabSection section) {
    var none = TsoLimits.UNLIMITED;
    return new TsoLimits(
        size(section, "max", none.max()),
        number(section, "segments", 1, none.segments(), none.segments()),
        size(section, "segmentSize", none.segmentSize()));
  }

  private static int size(LabSection section, String key, int max) {
    return section
        .get(key)
        .map(value -> value.unit(Units.SIZE, 1L, (long) max, (long) max).intValue())
        .orElse(max);
  }

  /** The required {@code switch:} of a NIC or an adapter. */
  String switchName(LabSection section) {
    return section
        .require("switch")
        .map(value -> reference(value, LabDraft.Target.SWITCH))
        .orElse(NOWHERE);
  }

  /** Text that names an object; whether it exists is checked when everything is read. */
  String reference(LabValue value, LabDraft.Target target) {
    var text = value.text("the id of " + LabChecks.named(target));
    text.ifPresent(_ -> draft.references.put(value, target));
    return text.filter(id -> target != LabDraft.Target.SWITCH || LabName.isValid(id))
        .filter(id -> target != LabDraft.Target.ADAPTER || LabName.isValid(id))
        .orElse(NOWHERE);
  }

  static int number(LabSection section, String key, int min, int max, int otherwise) {
    return section
        .get(key)
        .map(value -> (int) value.integer(min, max, otherwise))
        .orElse(otherwise);
  }

  static int mtu(LabSection section, int otherwise) {
    return number(section, "mtu", NicSpec.MIN_MTU, NicSpec.MAX_MTU, otherwise);
  }

  static OffloadCaps offloads(LabValue list, List<Offload> possible) {
    var slugs = possible.stream().map(Offload::slug).toList();
    var caps = OffloadCaps.NONE;
    for (var item : list.items(false)) {
      var offload = item.choice(slugs).flatMap(Offload::ofSlug);
      caps = offload.isPresent() ? caps.with(offload.get()) : caps;
    }
    return caps;
  }

  static Optional<MacAddress> mac(LabValue value) {
    var text = value.text("a unicast MAC address like \"00:15:5d:00:00:0a\"");
    var mac = text.flatMap(DeviceReader::unicast);
    if (text.isPresent() && mac.isEmpty()) {
      value.bad(
          "must be a unicast MAC address like \"00:15:5d:00:00:0a\", not "
              + Words.quote(text.get()),
          macGuess(text.get()));
    }
    return mac;
  }

  private static Optional<MacAddress> unicast(String text) {
    try {
      return Optional.of(MacAddress.parse(text))
          .filter(mac -> mac.toString().equals(text) && !mac.isGroup() && mac.value() != 0);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** The same address in lower case with colons. */
  private static String macGuess(String text) {
    var guess = text.toLowerCase(Locale.ROOT).replace('-', ':');
    return !guess.equals(text) && unicast(guess).isPresent() ? guess : "";
  }
}
