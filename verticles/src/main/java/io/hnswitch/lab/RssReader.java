package io.hnswitch.lab;

import io.hnswitch.rss.RssFunction;
import io.hnswitch.rss.RssKey;
import io.hnswitch.rss.RssType;
import io.hnswitch.rss.RssTypes;
import io.hnswitch.rss.VfRss;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads how the VFs of an adapter hash, and writes it. */
final class RssReader {

  /** Each VF makes a key of its own. */
  private static final String DERIVED = "derived";

  /** The published key, with which guests start. */
  private static final String WELL_KNOWN = "well-known";

  private RssReader() {}

  static VfRss read(LabSection section) {
    var function =
        section
            .get("function")
            .flatMap(value -> value.choice(RssFunction.slugs()))
            .flatMap(RssFunction::ofSlug)
            .orElse(VfRss.DEFAULT.function());
    var key =
        section
            .get("key")
            .flatMap(value -> value.parsed(WANTED, RssReader::key))
            .orElse(VfRss.DEFAULT.key());
    var types = section.get("types").map(RssReader::types).orElse(VfRss.DEFAULT.types());
    boolean report =
        section.get("report").map(value -> value.bool(false)).orElse(VfRss.DEFAULT.report());
    return new VfRss(function, key, types, report);
  }

  private static final String WANTED =
      DERIVED
          + ", "
          + WELL_KNOWN
          + " or 1 to "
          + RssKey.BYTES_MAX
          + " bytes in hexadecimal digits, in quotes";

  private static RssKey key(String text) {
    return switch (text) {
      case DERIVED -> RssKey.NONE;
      case WELL_KNOWN -> RssKey.WELL_KNOWN;
      case "" -> throw new IllegalArgumentException("no key");
      case String digits -> RssKey.parse(digits);
    };
  }

  private static RssTypes types(LabValue list) {
    var types = RssTypes.NONE;
    for (var item : list.items(false)) {
      var type = item.choice(RssType.slugsOfAll()).flatMap(RssType::ofSlug);
      types = type.isPresent() ? types.with(type.get()) : types;
    }
    return types;
  }

  /** In full, in the shape of the file. */
  static Map<String, Object> tree(VfRss rss) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("function", rss.function().slug());
    tree.put("key", text(rss.key()));
    tree.put("types", rss.types().slugs());
    tree.put("report", rss.report());
    return tree;
  }

  private static String text(RssKey key) {
    return key.equals(RssKey.NONE)
        ? DERIVED
        : key.equals(RssKey.WELL_KNOWN) ? WELL_KNOWN : key.toString();
  }
}
