package io.hnswitch.launch;

import io.hnswitch.api.Names;
import io.hnswitch.lab.NicSpec;
import io.hnswitch.lab.Words;
import io.hnswitch.offload.Offload;
import io.hnswitch.offload.OffloadCaps;
import java.util.List;

/**
 * Capabilities as people write them: a full list ({@code rxcsum,txcsum}) or changes to what is
 * enabled ({@code +tso4,-lro}), not both at once.
 */
final class OffloadWords {

  private OffloadWords() {}

  /**
   * The enabled set that words ask for.
   *
   * @throws io.hnswitch.api.ProblemException for words that are no capability of hn
   */
  static OffloadCaps apply(OffloadCaps enabled, List<String> words) {
    long changes = words.stream().filter(OffloadWords::isChange).count();
    if (changes != 0 && changes != words.size()) {
      throw Names.invalid(
          "/offloads", "offloads are either a full list or changes with + and -: " + words);
    }
    var result = changes == 0 ? OffloadCaps.NONE : enabled;
    for (var word : words) {
      if (word.startsWith("-")) {
        result = result.without(OffloadCaps.of(offload(word.substring(1))));
      } else {
        result = result.with(offload(word.startsWith("+") ? word.substring(1) : word));
      }
    }
    return result;
  }

  private static boolean isChange(String word) {
    return word.startsWith("+") || word.startsWith("-");
  }

  private static Offload offload(String word) {
    var found = Offload.ofSlug(word).filter(NicSpec.POSSIBLE_OFFLOADS::has);
    return found.orElseThrow(
        () ->
            Names.invalid(
                "/offloads",
                "hn has no offload \"" + word + "\"",
                Words.nearest(word, NicSpec.POSSIBLE_OFFLOADS.slugs())));
  }
}
