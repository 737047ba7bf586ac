package io.hnswitch.offload;

import java.util.ArrayList;
import java.util.List;

/** A set of capabilities, as FreeBSD's {@code if_capabilities} word. */
public record OffloadCaps(int bits) {

  public static final OffloadCaps NONE = new OffloadCaps(0);

  public static OffloadCaps of(Offload... offloads) {
    int bits = 0;
    for (var offload : offloads) {
      bits |= offload.bit();
    }
    return new OffloadCaps(bits);
  }

  public static OffloadCaps of(List<Offload> offloads) {
    return of(offloads.toArray(new Offload[0]));
  }

  public boolean has(Offload offload) {
    return (bits & offload.bit()) != 0;
  }

  public OffloadCaps intersect(OffloadCaps that) {
    return new OffloadCaps(bits & that.bits);
  }

  public OffloadCaps with(Offload offload) {
    return new OffloadCaps(bits | offload.bit());
  }

  public OffloadCaps without(OffloadCaps that) {
    return new OffloadCaps(bits & ~that.bits);
  }

  public OffloadCaps union(OffloadCaps that) {
    return new OffloadCaps(bits | that.bits);
  }

  public boolean containsAll(OffloadCaps that) {
    return (bits & that.bits) == that.bits;
  }

  /** In the order of the bits. */
  public List<Offload> list() {
    var list = new ArrayList<Offload>();
    for (var offload : Offload.values()) {
      if (has(offload)) {
        list.add(offload);
      }
    }
    return List.copyOf(list);
  }

  /** The slugs in the order of the bits. */
  public List<String> slugs() {
    return list().stream().map(Offload::slug).toList();
  }

  @Override
  public String toString() {
    return slugs().toString();
  }
}
