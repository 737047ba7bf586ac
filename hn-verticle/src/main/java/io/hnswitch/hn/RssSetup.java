package io.hnswitch.hn;

import io.hnswitch.hn.nvs.NvsVersion;
import io.hnswitch.hn.nvs.Parsed;
import io.hnswitch.hn.rndis.NdisRssCaps;
import io.hnswitch.hn.rndis.NdisRssParams;
import io.hnswitch.hn.rndis.Octets;
import io.hnswitch.hn.rndis.RndisMessage;
import io.hnswitch.hn.rss.RssAgreement;
import java.util.Optional;

/** What a session does about RSS while it is set up. */
final class RssSetup {

  /** Receive rings share the primary channel, so that is all a table can name. */
  private static final int CHANNELS = 1;

  private static final int CAPS_BYTES_MIN = 16;
  private static final int CAPS_BYTES_MAX = 18;

  /** The host is of version 10: it hashes UDP over IPv4 too. */
  private static final boolean UDP4 = true;

  private final int rings;
  private final RssAgreement agreement;

  /**
   * @param rings that are wanted; with 1 the host is not asked
   */
  RssSetup(int rings, RssAgreement agreement) {
    this.rings = rings;
    this.agreement = agreement;
  }

  /** Whether the host is asked; otherwise there is one ring. */
  boolean isWanted(NvsVersion version) {
    boolean wanted = rings > 1 && version.hasRss();
    if (!wanted) {
      agreement.detach();
    }
    return wanted;
  }

  /** What is to be set, after the answer to the query; nothing when the answer is not usable. */
  Optional<NdisRssParams> choose(RndisMessage.QueryComplete complete, NvsVersion version) {
    if (complete.answer(CAPS_BYTES_MIN, CAPS_BYTES_MAX) instanceof Parsed.Ok<Octets>(var object)
        && NdisRssCaps.decode(object) instanceof Parsed.Ok<NdisRssCaps>(var caps)
        && caps.choose(version.ndisVersion(), UDP4)
            instanceof Parsed.Ok<NdisRssCaps.Choice>(var choice)
        && choice.rings() > 1) {
      return Optional.of(agreement.attach(choice, Math.min(rings, choice.rings()), CHANNELS));
    }
    agreement.detach();
    return Optional.empty();
  }
}
