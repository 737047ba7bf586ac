package io.hnswitch.vf;

import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.control.VfControl;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.rss.RssFunction;
import io.hnswitch.rss.RssHash;
import io.hnswitch.rss.RssKey;
import io.hnswitch.rss.Toeplitz;
import io.hnswitch.time.Seeds;
import java.lang.foreign.MemorySegment;

/**
 * The RSS of one VF: what it answers when it is asked for it, and the hash on what it receives. As
 * many do, a VF makes its key when it is brought up, unless the lab gives it one.
 */
final class VfHash {

  private final VfSettings settings;
  private final Seeds seeds;
  private RssKey key;
  private Toeplitz toeplitz;

  VfHash(VfSettings settings, Seeds seeds) {
    this.settings = settings;
    this.seeds = seeds;
    key = settings.rss().key();
  }

  /** The VF is up: the key is there from now on. */
  void up() {
    var rss = settings.rss();
    if (rss.function() == RssFunction.TOEPLITZ && key.equals(RssKey.NONE)) {
      var bytes = new byte[RssKey.BYTES];
      seeds
          .of("rss key of " + settings.id() + " serial " + settings.grant().serial())
          .nextBytes(bytes);
      key = RssKey.of(bytes);
    }
    if (toeplitz == null && rss.isReported()) {
      toeplitz = new Toeplitz(key);
    }
  }

  /** Answers {@link VfControl.QueryRssKey}: {@link VfControl.RssKeyIs}, or a refusal. */
  Object key() {
    var function = settings.rss().function();
    return switch (function) {
      case NONE, PRIVATE -> new VfControl.RssKeyIs(function, RssKey.NONE);
      case TOEPLITZ ->
          key.equals(RssKey.NONE)
              ? Outcome.refused(
                  Refusal.STATE_CONFLICT, settings.id() + " has no RSS key before it is up")
              : new VfControl.RssKeyIs(function, key);
    };
  }

  /** Answers {@link VfControl.QueryRssHash}. */
  VfControl.RssHashIs types() {
    return new VfControl.RssHashIs(settings.rss().function(), settings.rss().types());
  }

  /** Writes the hash of each frame into a received burst, when that is wanted. */
  void report(FrameBurst burst, MemorySegment memory) {
    if (toeplitz == null) {
      return;
    }
    var slab = burst.slab();
    int types = settings.rss().types().ndis();
    for (int i = 0, frames = burst.size(); i < frames; i++) {
      int slot = burst.slot(i);
      long hash = RssHash.of(toeplitz, memory, slab.address(slot), slab.length(slot), types, false);
      burst.hash(slot, RssHash.value(hash), RssHash.info(hash));
    }
  }
}
