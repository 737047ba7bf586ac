package io.hnswitch.hn;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.bus.RefusedException;
import io.hnswitch.control.Media;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.control.VfControl;
import io.hnswitch.control.VfView;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.vertx.core.Future;

/**
 * What hn passes through to the VF it has merged with (section 14 of the reference): MTU, flags,
 * capabilities and media, and nothing else. Without a merged VF each is done at once.
 */
final class VfCalls {

  private static final Future<Outcome> DONE = Future.succeededFuture(Outcome.DONE);

  private final Bus bus;
  private final NicId nic;
  private final NicInterface face;

  VfCalls(Bus bus, NicId nic, NicInterface face) {
    this.bus = bus;
    this.nic = nic;
    this.face = face;
  }

  /** SIOCSIFMTU. */
  Future<Outcome> mtu(int bytes) {
    return face.mergedWith().map(vf -> ask(vf, new VfControl.SetMtu(bytes, nic))).orElse(DONE);
  }

  /** SIOCSIFFLAGS, for a VF that is up. */
  Future<Outcome> flags(NicFilter filter) {
    return face.mergedWith()
        .map(
            vf ->
                ask(
                    vf,
                    new VfControl.SetFlags(true, filter.vfAllMulti(), filter.promiscuous(), nic)))
        .orElse(DONE);
  }

  /** SIOCSIFCAP; whatever the VF answers, hn mirrors what the VF really has. */
  Future<Outcome> offloads() {
    return face.mergedWith().map(this::offloads).orElse(DONE);
  }

  private Future<Outcome> offloads(VfId vf) {
    return bus.request(
            Addresses.vf(vf), new VfControl.SetOffloads(face.asked(), nic), VfControl.Enabled.class)
        .<Outcome>map(
            enabled -> {
              face.follow(vf, enabled.enabled());
              return Outcome.DONE;
            })
        .recover(cause -> mirror(vf).map(refusal(vf, cause)));
  }

  /** Done when hn has what the VF has; a VF that does not say it leaves hn as it is. */
  private Future<Outcome> mirror(VfId vf) {
    return bus.request(Addresses.vf(vf), new VfControl.Describe(), VfView.class)
        .<Outcome>map(
            view -> {
              face.mirror(vf, view.offloads());
              return Outcome.DONE;
            })
        .otherwise(Outcome.DONE);
  }

  /** SIOCGIFMEDIA. */
  Future<Media> media(Media own) {
    return face.mergedWith()
        .map(vf -> bus.request(Addresses.vf(vf), new VfControl.GetMedia(), Media.class))
        .orElse(Future.succeededFuture(own));
  }

  /** SIOCSIFMEDIA, which hn alone does not support. */
  Future<Outcome> media(String wanted) {
    return face.mergedWith()
        .map(vf -> ask(vf, new VfControl.SetMedia(wanted, nic)))
        .orElseGet(
            () ->
                Future.succeededFuture(
                    Outcome.refused(
                        Refusal.NOT_SUPPORTED,
                        nic + " selects its media by itself while no VF is ready")));
  }

  private Future<Outcome> ask(VfId vf, VfControl request) {
    return bus.request(Addresses.vf(vf), request, Outcome.class)
        .otherwise(cause -> refusal(vf, cause));
  }

  private static Outcome refusal(VfId vf, Throwable cause) {
    return cause instanceof RefusedException refused
        ? refused.refused()
        : Outcome.refused(Refusal.PEER_TIMEOUT, vf + " did not answer: " + cause.getMessage());
  }
}
