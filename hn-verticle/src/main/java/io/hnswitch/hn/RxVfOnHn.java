package io.hnswitch.hn;

import io.hnswitch.bus.Bus;
import io.hnswitch.id.VfId;
import java.util.function.Function;

/** What receiving for a VF beside hn needs of hn. */
final class RxVfOnHn implements RxVfPath.Owner {

  private final SyntheticPath synthetic;
  private final ReceiveFilter filter;
  private final LinkWatch link;
  private final Runnable tellEndpoint;
  private final Function<VfId, Bus.FrameSender> senders;

  /**
   * @param tellEndpoint lets the endpoint above know of the link
   * @param senders ways for frames to VFs
   */
  RxVfOnHn(
      SyntheticPath synthetic,
      ReceiveFilter filter,
      LinkWatch link,
      Runnable tellEndpoint,
      Function<VfId, Bus.FrameSender> senders) {
    this.synthetic = synthetic;
    this.filter = filter;
    this.link = link;
    this.tellEndpoint = tellEndpoint;
    this.senders = senders;
  }

  @Override
  public boolean isAttached() {
    return synthetic.isReady();
  }

  @Override
  public void filterForVf(boolean promiscuous) {
    filter.receivesForVf(promiscuous);
  }

  @Override
  public void askHost(boolean vf, int asked) {
    synthetic.ask(new NvscRequest.SetDatapath(vf, asked));
  }

  @Override
  public void linkForVf(boolean suspended) {
    if (suspended) {
      link.suspendDown();
    } else {
      link.followHost();
    }
    tellEndpoint.run();
  }

  @Override
  public Bus.FrameSender senderTo(VfId vf) {
    return senders.apply(vf);
  }
}
