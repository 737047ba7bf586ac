package io.hnswitch.hn;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.control.LinkEnd;
import io.hnswitch.control.Media;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.PairingControl;
import io.hnswitch.control.Refusal;
import io.hnswitch.frame.DropReason;
import io.hnswitch.id.NicId;
import io.hnswitch.offload.Offload;
import io.hnswitch.offload.OffloadCaps;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/**
 * What is set on the interface of an hn, by the stack above and by pairing, and what has to hear of
 * it: host, VF, pairing, and the endpoint above.
 */
final class InterfaceSettings {

  /** Longer than pairing waits for whomever it asks. */
  static final Duration PAIRING_TIME = Duration.ofSeconds(130);

  private static final Future<Outcome> DONE = Future.succeededFuture(Outcome.DONE);
  private static final String OWN_MEDIA = "10Gbase-T <full-duplex>";

  private final Bus bus;
  private final NicId nic;
  private final NicInterface face;
  private final ReceiveFilter filter;
  private final LinkWatch link;
  private final NicPaths paths;
  private final SyntheticPath synthetic;
  private final EndpointLink stack;
  private final VfCalls vf;
  private final NicLine line;

  InterfaceSettings(
      Bus bus,
      NicId nic,
      NicInterface face,
      ReceiveFilter filter,
      LinkWatch link,
      NicPaths paths,
      SyntheticPath synthetic,
      EndpointLink stack,
      VfCalls vf,
      NicLine line) {
    this.bus = bus;
    this.nic = nic;
    this.face = face;
    this.filter = filter;
    this.link = link;
    this.paths = paths;
    this.synthetic = synthetic;
    this.stack = stack;
    this.vf = vf;
    this.line = line;
  }

  Future<Outcome> setUp(boolean up) {
    if (up == face.isUp() && up == face.isRunning()) {
      return DONE;
    }
    if (up && !synthetic.isReady()) {
      return Future.succeededFuture(
          Outcome.refused(Refusal.STATE_CONFLICT, nic + " has no channel to the host"));
    }
    face.up(up);
    if (!up) {
      // RUNNING goes first; then the VF, then the filter.
      face.running(false);
      line.queue().drop(DropReason.NIC_DOWN);
      return bus.request(
              Addresses.pairing(), new PairingControl.NicDown(nic), Outcome.class, PAIRING_TIME)
          .otherwise(Outcome.DONE)
          .compose(
              done -> {
                if (!face.isUp()) { // Nobody has brought it up meanwhile.
                  filter.tellHost();
                }
                return tellEndpoint();
              });
    }
    return goUp()
        .compose(
            done ->
                // Taken down meanwhile: pairing has heard that already and must not hear this
                // after.
                face.isUp() ? tellPairingUp() : DONE);
  }

  private Future<Outcome> tellPairingUp() {
    return bus.request(
            Addresses.pairing(), new PairingControl.NicUp(nic), Outcome.class, PAIRING_TIME)
        .otherwise(Outcome.DONE);
  }

  /** Administratively up, and a session is there. */
  Future<Outcome> goUp() {
    face.running(true);
    filter.tellHost();
    if (!paths.isOnVf()) {
      link.query();
    }
    return tellEndpoint();
  }

  /** What the cable does to frames, and whether it is there. */
  Future<Outcome> setLink(LinkEnd wanted) {
    line.cable().configure(wanted);
    registerMemory();
    return tellEndpoint();
  }

  /** hn's own media, the only one it has. */
  Media media() {
    return new Media(
        Media.AUTOSELECT,
        face.isRunning() && face.link() ? OWN_MEDIA : Media.NONE,
        List.of(Media.AUTOSELECT));
  }

  Future<Outcome> setOffloads(OffloadCaps enabled) {
    boolean before = face.wants(Offload.LRO);
    var outcome = face.setOffloads(enabled);
    if (outcome instanceof Outcome.Refused) {
      return Future.succeededFuture(outcome);
    }
    return vf.offloads()
        .compose(
            done -> {
              // Not before: what a VF refuses is not wanted any more.
              if (face.wants(Offload.LRO) != before) {
                synthetic.ask(new NvscRequest.SetCoalescing(!before));
              }
              return capabilitiesChanged().map(told -> done);
            });
  }

  Future<NicControl.Merged> merge(NicControl.Merge merge) {
    var merged =
        face.merge(merge.vf(), merge.capabilities(), merge.enabled(), merge.tso())
            .with(filter.state().vfAllMulti(), filter.state().promiscuous());
    return capabilitiesChanged().map(done -> merged);
  }

  Future<Outcome> capabilitiesChanged() {
    line.offload().follow(face);
    return tellEndpoint();
  }

  /** The endpoint above follows what hn is now. */
  Future<Outcome> tellEndpoint() {
    line.offload().follow(face);
    face.link(link.isUp() && line.cable().isUp());
    return stack.tell(face);
  }

  /** The host may read what the endpoint and the software offload send. */
  void registerMemory() {
    stack
        .memory()
        .ifPresent(
            known ->
                synthetic.shared().own("endpoint", known.memoryAddress(), known.memoryBytes()));
    if (line.cable().region() != 0) {
      synthetic.shared().own("cable", line.cable().region(), line.cable().regionBytes());
    }
    if (line.offload().region() != 0) {
      synthetic.shared().own("offload", line.offload().region(), line.offload().regionBytes());
    }
  }
}
