package io.hnswitch.hn;

import io.hnswitch.control.Datapath;
import io.hnswitch.control.NicView;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.hn.rss.RssAgreement;
import io.hnswitch.id.NicId;
import io.hnswitch.metrics.Reading;
import io.hnswitch.vmbus.wire.ChannelId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What an hn is at a moment, for whoever asks. */
final class NicViews {

  private final NicId nic;
  private final MacAddress mac;
  private final NicInterface face;
  private final ReceiveFilter filter;
  private final NicPaths paths;
  private final SyntheticPath synthetic;
  private final RssAgreement rss;
  private final NicCounters counters;
  private final NicLine line;

  NicViews(
      NicId nic,
      MacAddress mac,
      NicInterface face,
      ReceiveFilter filter,
      NicPaths paths,
      SyntheticPath synthetic,
      RssAgreement rss,
      NicCounters counters,
      NicLine line) {
    this.nic = nic;
    this.mac = mac;
    this.face = face;
    this.filter = filter;
    this.paths = paths;
    this.synthetic = synthetic;
    this.rss = rss;
    this.counters = counters;
    this.line = line;
  }

  /**
   * The view.
   *
   * @param channel the one that is offered
   */
  NicView now(Optional<ChannelId> channel) {
    return new NicView(
        nic,
        mac,
        face.isUp(),
        face.isRunning(),
        face.isRunning() && face.link(),
        face.mtu(),
        face.flags(filter.state()),
        filter.groups(),
        path(),
        Optional.ofNullable(paths.vf()).filter(of -> paths.isOnVf()),
        face.enabled(),
        face.capabilities(),
        face.ownCapabilities(),
        face.tso(),
        Map.of(
            "stage",
            synthetic.stageName(),
            "nvs-version",
            Optional.ofNullable(synthetic.version()).map(Object::toString).orElse("none"),
            "channel",
            channel.map(Object::toString).orElse("none"),
            "switch-over",
            paths.stage().name().toLowerCase(Locale.ROOT),
            "rss-rings",
            String.valueOf(rss.rings()),
            "rss-function",
            rss.function().slug(),
            "rss-types",
            String.join(" ", rss.types().slugs()),
            "rss-visible",
            String.join(" ", rss.visible().intersect(rss.types()).slugs())),
        countersView());
  }

  private Datapath path() {
    return paths.isOnVf() ? Datapath.VF : Datapath.SYNTHETIC;
  }

  /** What is measured of it now. */
  Reading reading() {
    return new Reading.Nic(
        nic,
        path(),
        counters.sentByVf(),
        counters.receivedByVf(),
        synthetic.waiting(),
        synthetic.receiveCredits());
  }

  private Map<String, Long> countersView() {
    var map = counters.view(synthetic.receiveErrors());
    map.put("fences-missed", paths.fencesMissed());
    map.put("malformed", synthetic.malformed());
    map.put("software-segments", line.offload().segments());
    map.put("software-checksums", line.offload().sums());
    map.put("interrupts", synthetic.interrupts());
    line.queue().countInto(map);
    line.cable().countInto(map);
    return map;
  }
}
