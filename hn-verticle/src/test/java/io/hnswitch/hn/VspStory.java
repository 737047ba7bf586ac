package io.hnswitch.hn;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.hn.nvs.Direction;
import io.hnswitch.hn.nvs.NvsMessage;
import io.hnswitch.hn.nvs.NvsVersion;
import io.hnswitch.hn.rndis.Octets;
import io.hnswitch.hn.rndis.Oid;
import io.hnswitch.hn.rndis.RndisMessage;
import io.hnswitch.hn.rss.HostRss;
import io.hnswitch.id.VfId;
import java.util.ArrayList;
import java.util.List;

/** A host's session and a guest that says what a test wants it to say. */
final class VspStory {

  static final VfId VF = new VfId("pf0", 3);
  static final int SERIAL = 7;
  static final long ALL = NvsVersion.CAP_VLAN | NvsVersion.CAP_SRIOV;

  final VfAssignment assignment;
  final List<VspEffect> effects = new ArrayList<>();
  VspSession session;
  private NvsVersion version;
  private long transaction;

  VspStory() {
    this(new VfAssignment());
  }

  VspStory(VfAssignment assignment) {
    this.assignment = assignment;
    open();
  }

  /** A new channel. */
  VspStory open() {
    session =
        new VspSession(
            new MacAddress(0x00155d010203L), NvsVersion.V6_1, assignment, true, HostRss.DEFAULT);
    version = NvsVersion.V6_1;
    return this;
  }

  /** The guest closes the channel and opens it again. */
  VspStory reopen() {
    assignment.sessionEnded();
    return open();
  }

  VspStory on(VspEvent event) {
    effects.clear();
    effects.addAll(session.on(event));
    return this;
  }

  VspStory nvs(NvsMessage message) {
    return nvs(message.encode(40));
  }

  VspStory nvs(byte[] payload) {
    return on(new VspEvent.NvsReceived(++transaction, true, payload));
  }

  VspStory silently(NvsMessage message) {
    return on(new VspEvent.NvsReceived(++transaction, false, message.encode(40)));
  }

  VspStory rndis(RndisMessage message) {
    return on(new VspEvent.RndisReceived(message.encode()));
  }

  VspStory init(NvsVersion proposed) {
    version = proposed;
    return nvs(new NvsMessage.Init(proposed));
  }

  VspStory config(long mtu, long capabilities) {
    return nvs(new NvsMessage.NdisConfig(mtu, capabilities));
  }

  VspStory ndis() {
    return silently(new NvsMessage.NdisVersion(version));
  }

  VspStory receiveBuffer() {
    nvs(new NvsMessage.RxBufConnect(1));
    return on(new VspEvent.Resolved(1 << 20, 31 << 20));
  }

  VspStory sendBuffer() {
    nvs(new NvsMessage.SendBufConnect(2));
    return on(new VspEvent.Resolved(64 << 20, 15 << 20));
  }

  /** Everything before INITIALIZE. */
  VspStory negotiated(NvsVersion proposed, long mtu, long capabilities) {
    init(proposed);
    if (proposed.hasNdisConfig()) {
      config(mtu, capabilities);
    }
    return ndis().receiveBuffer().sendBuffer();
  }

  VspStory operational() {
    return negotiated(NvsVersion.V6_1, 1514, ALL).initialize();
  }

  VspStory initialize() {
    return rndis(new RndisMessage.Initialize(0x10000));
  }

  VspStory assigned() {
    return on(new VspEvent.VfAssigned(VF, SERIAL));
  }

  /** The guest's frames go by the VF. */
  VspStory switched() {
    operational().assigned().setDatapath(true);
    return moved(fence(), true);
  }

  VspStory setDatapath(boolean vf) {
    return nvs(vf ? NvsMessage.SetDatapath.VF : NvsMessage.SetDatapath.SYNTHETIC);
  }

  VspStory moved(long fence, boolean vf) {
    return on(new VspEvent.DatapathMoved(fence, vf));
  }

  long fence() {
    for (var effect : effects) {
      if (effect instanceof VspEffect.MoveDatapath(var fence, var _, var _)) {
        return fence;
      }
    }
    throw new AssertionError("no fence in " + effects);
  }

  RndisMessage query(Oid oid, Octets input) {
    rndis(new RndisMessage.Query(0x20000, oid, input));
    return answer();
  }

  RndisMessage set(Oid oid, Octets value) {
    rndis(new RndisMessage.Set(0x20000, oid, value));
    return answer();
  }

  /** The first RNDIS message sent. */
  RndisMessage answer() {
    return sent().getFirst();
  }

  List<RndisMessage> sent() {
    return effects.stream()
        .filter(VspEffect.SendRndis.class::isInstance)
        .map(VspEffect.SendRndis.class::cast)
        .map(send -> RndisMessage.decode(Direction.HOST_TO_GUEST, send.message()).orElseThrow())
        .toList();
  }

  NvsMessage completed() {
    for (var effect : effects) {
      if (effect instanceof VspEffect.Complete(var of, var payload)) {
        if (of != transaction) {
          throw new AssertionError("completes " + of + ", not " + transaction);
        }
        return NvsMessage.decode(Direction.HOST_TO_GUEST, version, payload).orElseThrow();
      }
    }
    throw new AssertionError("no completion in " + effects);
  }

  boolean isFatal() {
    return effects.stream().anyMatch(VspEffect.Fatal.class::isInstance);
  }

  /** The effects as short words, in order. */
  List<String> words() {
    return effects.stream().map(this::word).toList();
  }

  private String word(VspEffect effect) {
    return switch (effect) {
      case VspEffect.Complete(var _, var payload) -> payload.length == 0 ? "empty" : "complete";
      case VspEffect.Notify(var id, var payload) -> notice(id, payload);
      case VspEffect.SendRndis _ -> "rndis";
      case VspEffect.Resolve _ -> "resolve";
      case VspEffect.UseReceiveBuffer _ -> "receive buffer";
      case VspEffect.UseSendBuffer _ -> "send buffer";
      case VspEffect.ForgetBuffers _ -> "forget";
      case VspEffect.Operational(var mtu) -> "operational " + mtu;
      case VspEffect.Filter(var bits) -> "filter " + bits;
      case VspEffect.Offloads _ -> "offloads";
      case VspEffect.Rss(var parameters) -> parameters.isDisable() ? "rss off" : "rss on";
      case VspEffect.MoveDatapath(var _, var _, var vf) -> vf ? "move to vf" : "move back";
      case VspEffect.ForceSynthetic _ -> "force";
      case VspEffect.OfferNow _ -> "offer now";
      case VspEffect.Fatal _ -> "fatal";
    };
  }

  private String notice(long id, byte[] payload) {
    return switch (NvsMessage.decode(Direction.HOST_TO_GUEST, version, payload).orElseThrow()) {
      case NvsMessage.VfAssociation(var allocated, var serial)
          when id == VspSession.ASSOCIATION_TRANSACTION ->
          "association " + (allocated ? 1 : 0) + " of " + serial;
      case NvsMessage.SetDatapath path when id == VspSession.SWITCH_TRANSACTION ->
          "datapath " + path.activePath();
      case NvsMessage other -> throw new AssertionError(other + " with id " + id);
    };
  }
}
