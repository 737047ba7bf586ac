package io.hnswitch.hn;

import io.hnswitch.id.VfId;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What the sysctls of an hn show and set, from the parts that have it. */
final class SysctlSource implements NicSysctls.Source {

  private final NicInterface face;
  private final NicPaths paths;
  private final SyntheticPath synthetic;
  private final Supplier<Optional<VfId>> vf;
  private final Supplier<Optional<VfId>> rxVf;

  /**
   * @param vf the paired VF at this moment
   * @param rxVf the VF that gets what the channel brings at this moment
   */
  SysctlSource(
      NicInterface face,
      NicPaths paths,
      SyntheticPath synthetic,
      Supplier<Optional<VfId>> vf,
      Supplier<Optional<VfId>> rxVf) {
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
  public void limits(TransmitLimits limits) {
    synthetic.limits(limits);
  }
}
