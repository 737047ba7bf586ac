package io.hnswitch.rss;

import java.util.Arrays;
import java.util.List;

/**
 * A set of hash types.
 *
 * @param ndis their bits in a hash info, without a function
 */
public record RssTypes(int ndis) {

  public static final RssTypes NONE = new RssTypes(0);
  public static final RssTypes ALL = of(RssType.values());

  public RssTypes {
    int all = 0;
    for (var type : RssType.values()) {
      all |= type.ndis();
    }
    if ((ndis & ~all) != 0) {
      throw new IllegalArgumentException("no hash types: 0x" + Integer.toHexString(ndis & ~all));
    }
  }

  public static RssTypes of(RssType... types) {
    int bits = 0;
    for (var type : types) {
      bits |= type.ndis();
    }
    return new RssTypes(bits);
  }

  /** The types a hash info names; what names no type is left out. */
  public static RssTypes ofInfo(int info) {
    return new RssTypes(info & ALL.ndis);
  }

  public boolean has(RssType type) {
    return (ndis & type.ndis()) != 0;
  }

  public boolean isEmpty() {
    return ndis == 0;
  }

  public RssTypes with(RssType type) {
    return new RssTypes(ndis | type.ndis());
  }

  public RssTypes intersect(RssTypes that) {
    return new RssTypes(ndis & that.ndis);
  }

  public RssTypes without(RssTypes that) {
    return new RssTypes(ndis & ~that.ndis);
  }

  /** In the order of {@link RssType}. */
  public List<RssType> list() {
    return Arrays.stream(RssType.values()).filter(this::has).toList();
  }

  public List<String> slugs() {
    return list().stream().map(RssType::slug).toList();
  }

  @Override
  public String toString() {
    return slugs().toString();
  }
}
