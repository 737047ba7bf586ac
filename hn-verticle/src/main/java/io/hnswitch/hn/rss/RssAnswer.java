package io.hnswitch.hn.rss;

import io.hnswitch.rss.RssFunction;
import io.hnswitch.rss.RssKey;
import io.hnswitch.rss.RssTypes;

/** What a VF says of its RSS. */
public sealed interface RssAnswer {

  /** Its key; of any length. */
  record Key(RssFunction function, RssKey key) implements RssAnswer {}

  /** What it hashes. */
  record Types(RssFunction function, RssTypes types) implements RssAnswer {}

  /** It does not know the question: a VF without RSS. */
  record NotSupported() implements RssAnswer {}

  /** It could not be asked, or did not answer. */
  record Failed(String detail) implements RssAnswer {}
}
