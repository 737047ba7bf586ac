package io.hnswitch.lab;

/** Reads the links between adapters. */
final class LinkReader {

  private static final int ENDS = 2;

  private final LabDraft draft;
  private final DeviceReader devices;

  LinkReader(LabDraft draft, DeviceReader devices) {
    this.draft = draft;
    this.devices = devices;
  }

  void links(LabValue value) {
    value.named().values().forEach(this::link);
  }

  private void link(String name, LabValue value) {
    value.object(LabObject.LINK).require("endpoints").ifPresent(list -> ends(name, list));
  }

  private void ends(String name, LabValue value) {
    var ends = value.items(false);
    var ids = ends.stream().map(end -> devices.reference(end, LabDraft.Target.ADAPTER)).toList();
    if (value.isList() && ids.size() != ENDS) {
      value.bad("must be two adapters, not " + ids.size(), "");
      return;
    }
    if (ids.size() != ENDS || ids.contains(DeviceReader.NOWHERE)) {
      return;
    }
    if (ids.getFirst().equals(ids.getLast())) {
      ends.getLast().bad("must be another adapter than the first", "");
      return;
    }
    draft.linkEnds.put(name, ends);
    draft.links.put(name, new LinkSpec(name, ids));
  }
}
