package io.hnswitch.lab;

import io.hnswitch.capture.FrameRing;
import io.hnswitch.capture.filter.FrameFilter;
import io.hnswitch.id.NicId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the mirrors of a switch. */
final class MirrorReader {

  private final LabDraft draft;
  private final String switchName;

  MirrorReader(LabDraft draft, String switchName) {
    this.draft = draft;
    this.switchName = switchName;
  }

  Map<String, MirrorSpec> mirrors(LabValue value) {
    var mirrors = new LinkedHashMap<String, MirrorSpec>();
    value
        .named()
        .values()
        .forEach((name, one) -> mirror(name, one).ifPresent(read -> mirrors.put(name, read)));
    if (mirrors.size() > MirrorSpec.MIRRORS_MAX) {
      value.bad("must be at most " + MirrorSpec.MIRRORS_MAX + " mirrors", "");
    }
    return mirrors;
  }

  private Optional<MirrorSpec> mirror(String name, LabValue value) {
    var section = value.object(LabObject.MIRROR);
    var source = section.require("source").map(this::sources).orElse(List.of());
    var to = section.require("to").flatMap(this::nic);
    var direction = CaptureReader.direction(section);
    var filter = section.get("filter").flatMap(CaptureReader::filter).orElse(FrameFilter.all());
    long snaplen =
        CaptureReader.size(
            section, "snaplen", FrameRing.SNAP_MIN, FrameRing.SNAP_MAX, FrameRing.SNAP_MAX);
    if (source.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    if (source.contains(to.get())) {
      section
          .values()
          .get("to")
          .bad("must be none of the sources: a NIC is no mirror of itself", "");
      return Optional.empty();
    }
    return Optional.of(new MirrorSpec(name, source, direction, to.get(), filter, (int) snaplen));
  }

  private List<NicId> sources(LabValue value) {
    var items = value.items(true);
    var sources = new ArrayList<NicId>();
    for (var item : items) {
      var id = nic(item);
      if (id.filter(sources::contains).isPresent()) {
        item.bad("must not be named twice", "");
        return List.of();
      }
      id.ifPresent(sources::add);
    }
    if (items.isEmpty() || items.size() > MirrorSpec.SOURCES_MAX) {
      value.bad("must be 1 to " + MirrorSpec.SOURCES_MAX + " NICs", "");
      return List.of();
    }
    return sources;
  }

  private Optional<NicId> nic(LabValue value) {
    var id = value.parsed("the id of a NIC like \"a:hn0\"", NicId::parse);
    id.ifPresent(
        one -> {
          draft.references.put(value, LabDraft.Target.NIC);
          draft.mirrored.put(value, new LabDraft.On(one, switchName));
        });
    return id;
  }
}
