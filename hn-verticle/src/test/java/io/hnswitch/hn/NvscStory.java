package io.hnswitch.hn;

import io.hnswitch.hn.nvs.Direction;
import io.hnswitch.hn.nvs.NvsMessage;
import io.hnswitch.hn.nvs.NvsVersion;
import io.hnswitch.hn.rndis.NdisOffload;
import io.hnswitch.hn.rndis.Octets;
import io.hnswitch.hn.rndis.RndisMessage;
import io.hnswitch.hn.rss.RssAgreement;
import java.util.ArrayList;
import java.util.List;

/** A guest's session and a host that says what a test wants it to say. */
final class NvscStory {

  static final int NOT_SUPPORTED = 0xc000_00bb;
  static final List<NvsMessage.RxBufConnected.Section> ONE_SECTION =
      List.of(new NvsMessage.RxBufConnected.Section(0, 2048, 1000, 2_048_000));

  final NvscSession session;
  final List<String> told = new ArrayList<>();
  final List<NvscEffect> effects = new ArrayList<>();

  NvscStory() {
    this(null);
  }

  NvscStory(NvsVersion only) {
    this(only, 1, new RssAgreement());
  }

  NvscStory(NvsVersion only, int rings, RssAgreement rss) {
    session = new NvscSession(1500, only, false, new RssSetup(rings, rss));
  }

  /** Tells the session something; {@link #effects} is what it wants done for it. */
  NvscStory on(NvscEvent event) {
    effects.clear();
    effects.addAll(session.on(event));
    for (var effect : effects) {
      if (effect instanceof NvscEffect.SendNvs send) {
        told.add(nvs(send).getClass().getSimpleName());
      }
    }
    return this;
  }

  NvscStory open() {
    return on(new NvscEvent.ChannelOpen());
  }

  /** The last effect of a kind among those of the last event. */
  <T extends NvscEffect> T last(Class<T> kind) {
    T found = null;
    for (var effect : effects) {
      found = kind.isInstance(effect) ? kind.cast(effect) : found;
    }
    if (found == null) {
      throw new AssertionError("no " + kind.getSimpleName() + " in " + effects);
    }
    return found;
  }

  boolean has(Class<? extends NvscEffect> kind) {
    return effects.stream().anyMatch(kind::isInstance);
  }

  NvsMessage nvs(NvscEffect.SendNvs send) {
    return NvsMessage.decode(Direction.GUEST_TO_HOST, NvsVersion.V6_1, send.message())
        .orElseThrow();
  }

  /** The NVS message sent last. */
  NvsMessage lastNvs() {
    return nvs(last(NvscEffect.SendNvs.class));
  }

  RndisMessage lastRndis() {
    return RndisMessage.decode(Direction.GUEST_TO_HOST, last(NvscEffect.SendRndis.class).message())
        .orElseThrow();
  }

  private long transaction() {
    return last(NvscEffect.SendNvs.class).transaction();
  }

  /** Completes the request sent last. */
  NvscStory complete(NvsMessage answer) {
    return complete(answer.encode(28));
  }

  NvscStory complete(byte[] payload) {
    return on(new NvscEvent.NvsCompleted(transaction(), payload));
  }

  NvscStory rndis(RndisMessage message) {
    return on(new NvscEvent.RndisReceived(message.encode()));
  }

  NvscStory notice(NvsMessage message) {
    return on(new NvscEvent.NvsNotified(message.encode(28)));
  }

  /** The host accepts a version that was proposed last. */
  NvscStory accept() {
    return complete(NvsMessage.InitComplete.accepting(session.version()));
  }

  NvscStory decline() {
    return complete(NvsMessage.InitComplete.declining());
  }

  /** To the point where the answer to the receive buffer is awaited. */
  NvscStory untilReceiveBuffer() {
    return open().accept().on(new NvscEvent.ReceiveBufferShared(0xe1e10));
  }

  NvscStory untilSendBuffer() {
    return untilReceiveBuffer()
        .complete(new NvsMessage.RxBufConnected(1, ONE_SECTION))
        .on(new NvscEvent.SendBufferShared(0xe1e11));
  }

  NvscStory untilInitialize() {
    return untilSendBuffer().complete(new NvsMessage.SendBufConnected(1, 6144));
  }

  NvscStory untilOffloads() {
    untilInitialize();
    return rndis(RndisMessage.InitializeComplete.accepting(id()));
  }

  /** The request id of the RNDIS request sent last. */
  int id() {
    return switch (lastRndis()) {
      case RndisMessage.Initialize m -> m.requestId();
      case RndisMessage.Query m -> m.requestId();
      case RndisMessage.Set m -> m.requestId();
      case RndisMessage.Halt m -> m.requestId();
      case RndisMessage other -> throw new AssertionError(other);
    };
  }

  NvscStory answer(Octets info) {
    return rndis(new RndisMessage.QueryComplete(id(), 0, info));
  }

  NvscStory refuseQuery() {
    return rndis(new RndisMessage.QueryComplete(id(), NOT_SUPPORTED, Octets.NONE));
  }

  NvscStory done() {
    return rndis(new RndisMessage.SetComplete(id(), 0));
  }

  NvscStory untilParameters() {
    return untilOffloads().answer(NdisOffload.offered().encode());
  }

  NvscStory untilFilter() {
    return untilParameters().done();
  }

  NvscStory untilAddress() {
    return untilFilter().done();
  }

  NvscStory ready() {
    return untilAddress().answer(Octets.of(new byte[] {0, 0x15, 0x5d, 1, 2, 3}));
  }

  NvscStory ask(NvscRequest request) {
    return on(new NvscEvent.Ask(request));
  }

  NvscStory timeOut() {
    return on(new NvscEvent.TimedOut(last(NvscEffect.ArmTimeout.class).attempt()));
  }

  String failure() {
    return last(NvscEffect.Failed.class).reason();
  }

  NvscEffect.Answered answered() {
    return last(NvscEffect.Answered.class);
  }
}
