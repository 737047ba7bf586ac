package io.hnswitch.hn;

import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.frame.DropReason;
import io.hnswitch.id.NicId;
import io.hnswitch.offload.Offload;
import io.vertx.core.Future;

/** What a change of MTU needs of hn. */
final class MtuOnHn implements MtuChange.Owner {

  private final NicId nic;
  private final NicInterface face;
  private final SyntheticPath synthetic;
  private final VfCalls vf;
  private final NicPaths paths;
  private final Attachment attachment;
  private final Runnable rescinded;

  /**
   * @param rescinded is run when there is no channel any more to be opened again
   */
  MtuOnHn(
      NicId nic,
      NicInterface face,
      SyntheticPath synthetic,
      VfCalls vf,
      NicPaths paths,
      Attachment attachment,
      Runnable rescinded) {
    this.nic = nic;
    this.face = face;
    this.synthetic = synthetic;
    this.vf = vf;
    this.paths = paths;
    this.attachment = attachment;
    this.rescinded = rescinded;
  }

  @Override
  public Outcome canChange() {
    if (attachment.isEnding() || !synthetic.isReady()) {
      return Outcome.refused(Refusal.STATE_CONFLICT, nic + " is not ready for a change of MTU");
    }
    return synthetic.version().hasNdisConfig()
        ? Outcome.DONE
        : Outcome.refused(Refusal.NOT_SUPPORTED, nic + "'s host cannot change the MTU");
  }

  @Override
  public Future<Outcome> setVfMtu(int bytes) {
    return vf.mtu(bytes);
  }

  @Override
  public Future<Void> closeChannel() {
    paths.suspend();
    return synthetic.close(DropReason.CHANNEL_FULL);
  }

  @Override
  public void openChannel(int bytes) {
    attachment
        .channel()
        .ifPresentOrElse(
            channel -> synthetic.open(channel, bytes, face.wants(Offload.LRO)), rescinded);
  }
}
