package io.hnswitch.hn;

import io.hnswitch.hn.rss.RssAgreement;
import io.hnswitch.id.VfId;
import io.hnswitch.rss.RssKey;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What the sysctls of an hn show and set, from the parts that have it. */
final class SysctlSource implements NicSysctls.Source {

  private final NicInterface face;
  private final NicPaths paths;
  private final SyntheticPath synthetic;
  private final RssAgreement rss;
  private final Consumer<RssKey> rssKeys;
  private final Supplier<Optional<VfId>> vf;
  private final Supplier<Optional<VfId>> rxVf;

  /**
   * @param rssKeys takes a new RSS key
   * @param vf the paired VF at this moment
   * @param rxVf the VF that gets what the channel brings at this moment
   */
  SysctlSource(
      NicInterface face,
      NicPaths paths,
      SyntheticPath synthetic,
      RssAgreement rss,
      Consumer<RssKey> rssKeys,
      Supplier<Optional<VfId>> vf,
      Supplier<Optional<VfId>> rxVf) {
    this.rss = rss;
    this.rssKeys = rssKeys;
    this.face = face;
    this.paths = paths;
    this.synthetic = synthetic;
    this.vf = vf;
    this.rxVf = rxVf;
  }

  @Override
  public Optional<VfId> vf() {
    return vf.get();
  }

  @Override
  public Optional<VfId> rxVf() {
    return rxVf.get();
  }

  @Override
  public boolean isOnVf() {
    return paths.isOnVf();
  }

  @Override
  public NicInterface face() {
    return face;
  }

  @Override
  public Optional<NvscEffect.Agreement> agreement() {
    return synthetic.agreement();
  }

  @Override
  public int filter() {
    return synthetic.filter();
  }

  @Override
  public boolean isReady() {
    return synthetic.isReady();
  }

  @Override
  public boolean isBlocked() {
    return !synthetic.isFlushed();
  }

  @Override
  public Map<String, Long> counters() {
    return synthetic.counters();
  }

  @Override
  public RssAgreement rss() {
    return rss;
  }

  @Override
  public void rssKey(RssKey key) {
    rssKeys.accept(key);
  }

  @Override
  public void limits(TransmitLimits limits) {
    synthetic.limits(limits);
  }
}
