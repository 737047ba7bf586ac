package io.hnswitch.hn;

import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.hn.NvscEffect.Answered;
import io.hnswitch.hn.NvscEffect.SendRndis;
import io.hnswitch.hn.nvs.Direction;
import io.hnswitch.hn.nvs.NvsMessage;
import io.hnswitch.hn.nvs.NvsVersion;
import io.hnswitch.hn.nvs.Parsed;
import io.hnswitch.hn.rndis.NdisOffload;
import io.hnswitch.hn.rndis.NdisOffloadParameters;
import io.hnswitch.hn.rndis.NdisRssCaps;
import io.hnswitch.hn.rndis.Octets;
import io.hnswitch.hn.rndis.Oid;
import io.hnswitch.hn.rndis.RndisMessage;
import io.hnswitch.hn.rndis.RndisStatus;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The guest's end of an NVS and RNDIS session (netvsc): sets it up in hn(4)'s order, keeps one
 * request outstanding at a time, and hears what the host says by itself.
 *
 * <p>Stages: INIT, RX_SHARING, RX_CONNECT, TX_SHARING, TX_CONNECT, INITIALIZE, OFFLOADS,
 * PARAMETERS, RSS_CAPABILITIES, RSS_PARAMETERS, FILTER, ADDRESS, READY; from any of them ENDED. An
 * answer that is late, malformed or for nobody changes nothing but a counter; one that refuses what
 * is needed ends the session.
 */
final class NvscSession {

  /** Bytes of the send buffer: 15 MiB. */
  static final int SEND_BUFFER_BYTES = 15 << 20;

  private enum Stage {
    NEW,
    INIT,
    RX_SHARING,
    RX_CONNECT,
    TX_SHARING,
    TX_CONNECT,
    INITIALIZE,
    OFFLOADS,
    PARAMETERS,
    RSS_CAPABILITIES,
    RSS_PARAMETERS,
    FILTER,
    ADDRESS,
    READY,
    ENDED
  }

  private final int mtu;
  private final boolean coalescing;
  private final boolean reattached;
  private final RssSetup rss;
  private final List<NvsVersion> candidates;
  private final NvscWire wire = new NvscWire();
  private final NvscRequests requests = new NvscRequests(wire, this::parameters);
  private Stage stage = Stage.NEW;
  private int candidate;
  private int receiveBytes;
  private long sectionBytes;
  private int sections;
  private RndisMessage.InitializeComplete transfer;
  private NdisOffload offer;

  /**
   * @param mtu without the Ethernet header
   * @param only the version of an earlier session of this device, or null
   * @param coalescing whether super-frames are welcome (LRO)
   * @param rss what is wanted of the host's hash
   */
  NvscSession(int mtu, NvsVersion only, boolean coalescing, RssSetup rss) {
    this.rss = rss;
    this.mtu = mtu;
    this.coalescing = coalescing;
    this.reattached = only != null;
    this.candidates = only == null ? NvsVersion.highestFirst() : List.of(only);
  }

  boolean isReady() {
    return stage == Stage.READY;
  }

  boolean hasEnded() {
    return stage == Stage.ENDED;
  }

  /** What has been agreed; meaningful from the answer to INIT on. */
  NvsVersion version() {
    return candidates.get(Math.min(candidate, candidates.size() - 1));
  }

  String stageName() {
    return stage.name().toLowerCase(Locale.ROOT);
  }

  /** Takes an event in and answers what is to be done, in order. */
  List<NvscEffect> on(NvscEvent event) {
    wire.begin();
    if (stage == Stage.ENDED) {
      if (event instanceof NvscEvent.Ask(var request)) {
        wire.effect(new Answered(request, false, "the session has ended"));
      }
      return wire.effects();
    }
    switch (event) {
      case NvscEvent.ChannelOpen _ -> propose();
      case NvscEvent.ReceiveBufferShared(var gpadl) -> receiveBufferShared(gpadl);
      case NvscEvent.SendBufferShared(var gpadl) -> sendBufferShared(gpadl);
      case NvscEvent.NvsCompleted(var transaction, var payload) -> completed(transaction, payload);
      case NvscEvent.NvsNotified(var payload) -> notified(payload);
      case NvscEvent.RndisReceived(var message) -> rndis(message);
      case NvscEvent.TimedOut(var of) -> timedOut(of);
      case NvscEvent.ChannelGone(var reason) -> end(reason);
      case NvscEvent.Ask(var request) -> {
        if (requests.ask(request)) {
          stage = Stage.ENDED;
        }
      }
    }
    return wire.effects();
  }

  private void propose() {
    if (candidate == candidates.size()) {
      end("the host accepts no NVS version");
      return;
    }
    stage = Stage.INIT;
    wire.request(new NvsMessage.Init(version()));
  }

  private void completed(long transaction, byte[] payload) {
    if (!wire.completes(transaction)) {
      return;
    }
    if (stage == Stage.READY) {
      requests.completed();
      return;
    }
    var decoded =
        NvsMessage.decode(Direction.HOST_TO_GUEST, stage == Stage.INIT ? null : version(), payload);
    switch (decoded) {
      case Parsed.Ok<NvsMessage>(var message) -> completed(message);
      case Parsed.Malformed<NvsMessage> malformed -> malformedAnswer(malformed.toString());
    }
  }

  private void malformedAnswer(String detail) {
    if (stage == Stage.INIT) {
      candidate++;
      propose();
    } else {
      end("malformed NVS answer: " + detail);
    }
  }

  private void completed(NvsMessage message) {
    switch (message) {
      case NvsMessage.InitComplete init when stage == Stage.INIT -> {
        if (init.isSuccess()) {
          accepted();
        } else {
          candidate++;
          propose();
        }
      }
      case NvsMessage.RxBufConnected connected when stage == Stage.RX_CONNECT ->
          receiveBufferConnected(connected);
      case NvsMessage.SendBufConnected connected when stage == Stage.TX_CONNECT ->
          sendBufferConnected(connected);
      case NvsMessage other -> malformedAnswer("unexpected " + other.getClass().getSimpleName());
    }
  }

  private void accepted() {
    var version = version();
    if (version.hasNdisConfig()) {
      wire.tell(
          new NvsMessage.NdisConfig(
              mtu + Frames.ETHERNET_HEADER, version.ndisConfigCapabilities()));
    }
    wire.tell(new NvsMessage.NdisVersion(version));
    wire.disarm();
    stage = Stage.RX_SHARING;
    receiveBytes = version.receiveBufferBytes();
    wire.effect(new NvscEffect.ShareReceiveBuffer(receiveBytes));
  }

  private void receiveBufferShared(int gpadl) {
    if (stage == Stage.RX_SHARING) {
      stage = Stage.RX_CONNECT;
      wire.request(new NvsMessage.RxBufConnect(gpadl));
    }
  }

  private void receiveBufferConnected(NvsMessage.RxBufConnected connected) {
    switch (connected.usable(receiveBytes)) {
      case Parsed.Ok<NvsMessage.RxBufConnected.Section> _ -> {
        wire.disarm();
        stage = Stage.TX_SHARING;
        wire.effect(new NvscEffect.ShareSendBuffer(SEND_BUFFER_BYTES));
      }
      case Parsed.Malformed<NvsMessage.RxBufConnected.Section> bad -> end("receive buffer: " + bad);
    }
  }

  private void sendBufferShared(int gpadl) {
    if (stage == Stage.TX_SHARING) {
      stage = Stage.TX_CONNECT;
      wire.request(new NvsMessage.SendBufConnect(gpadl));
    }
  }

  private void sendBufferConnected(NvsMessage.SendBufConnected connected) {
    if (!connected.isSuccess()) {
      wire.tell(new NvsMessage.RxBufRevoke());
      end("send buffer: status " + connected.status());
      return;
    }
    sectionBytes = connected.sectionSize();
    sections = connected.sections(SEND_BUFFER_BYTES);
    stage = Stage.INITIALIZE;
    wire.initialize();
  }

  private void rndis(byte[] bytes) {
    switch (RndisMessage.decode(Direction.HOST_TO_GUEST, bytes)) {
      case Parsed.Ok<RndisMessage>(var message) -> rndis(message);
      case Parsed.Malformed<RndisMessage> malformed ->
          wire.effect(new NvscEffect.Malformed("RNDIS " + malformed));
    }
  }

  private void rndis(RndisMessage message) {
    switch (message) {
      case RndisMessage.InitializeComplete complete -> initialized(complete);
      case RndisMessage.QueryComplete complete -> queried(complete);
      case RndisMessage.SetComplete complete -> setDone(complete);
      case RndisMessage.IndicateStatus indication -> indicated(indication);
      case RndisMessage.Keepalive keepalive ->
          wire.effect(
              new SendRndis(
                  new RndisMessage.KeepaliveComplete(
                          keepalive.requestId(), RndisStatus.SUCCESS.wire())
                      .encode()));
      case RndisMessage.ResetComplete _, RndisMessage.KeepaliveComplete _ -> {}
      case RndisMessage.Initialize _,
          RndisMessage.Halt _,
          RndisMessage.Query _,
          RndisMessage.Set _,
          RndisMessage.Reset _ ->
          wire.effect(new NvscEffect.Malformed("RNDIS request from the host"));
    }
  }

  private void initialized(RndisMessage.InitializeComplete complete) {
    if (stage != Stage.INITIALIZE || !wire.answers(complete.requestId())) {
      wire.late("an answer to INITIALIZE");
      return;
    }
    if (!complete.isSuccess()) {
      end("RNDIS INITIALIZE failed: status " + Integer.toHexString(complete.status()));
      return;
    }
    transfer = complete;
    stage = Stage.OFFLOADS;
    wire.query(Oid.OFFLOAD_HARDWARE_CAPABILITIES, NdisOffload.request(version().ndisVersion()));
  }

  private void queried(RndisMessage.QueryComplete complete) {
    if (!wire.answers(complete.requestId())) {
      wire.late("the answer to a query");
      return;
    }
    if (stage == Stage.OFFLOADS) {
      offloads(complete);
    } else if (stage == Stage.RSS_CAPABILITIES) {
      rssCapabilities(complete);
    } else if (stage == Stage.ADDRESS) {
      address(complete);
    } else if (stage != Stage.READY || !requests.queried(complete)) {
      wire.late("the answer to a query");
    }
  }

  private void offloads(RndisMessage.QueryComplete complete) {
    offer =
        complete.answer(112, 156) instanceof Parsed.Ok<Octets>(var object)
                && NdisOffload.decode(object) instanceof Parsed.Ok<NdisOffload>(var parsed)
            ? parsed
            : null;
    if (offer == null) {
      askRss();
    } else {
      stage = Stage.PARAMETERS;
      wire.set(Oid.OFFLOAD_PARAMETERS, parameters(coalescing).orElseThrow());
    }
  }

  /** What to tell the host of offloads; none when it offers none. */
  private Optional<Octets> parameters(boolean rsc) {
    return Optional.ofNullable(offer)
        .map(of -> NdisOffloadParameters.choose(of, version().ndisVersion(), mtu, rsc).encode());
  }

  private void askRss() {
    if (rss.isWanted(version())) {
      stage = Stage.RSS_CAPABILITIES;
      wire.query(Oid.RSS_CAPABILITIES, NdisRssCaps.request());
    } else {
      clearFilter();
    }
  }

  /** Without usable capabilities the session goes on with one ring. */
  private void rssCapabilities(RndisMessage.QueryComplete complete) {
    rss.choose(complete, version())
        .ifPresentOrElse(
            parameters -> {
              stage = Stage.RSS_PARAMETERS;
              wire.set(Oid.RSS_PARAMETERS, parameters.encode());
            },
            this::clearFilter);
  }

  /** A device that was attached before keeps what waits for it at the host. */
  private void clearFilter() {
    if (reattached) {
      askAddress();
      return;
    }
    stage = Stage.FILTER;
    wire.set(Oid.CURRENT_PACKET_FILTER, Octets.ofWord(0));
  }

  private void askAddress() {
    stage = Stage.ADDRESS;
    wire.query(Oid.PERMANENT_ADDRESS, Octets.NONE);
  }

  private void setDone(RndisMessage.SetComplete complete) {
    if (!wire.answers(complete.requestId())) {
      wire.late("the answer to a set");
      return;
    }
    boolean success = complete.status() == RndisStatus.SUCCESS.wire();
    if (stage == Stage.PARAMETERS) {
      if (!success) {
        offer = null;
      }
      askRss();
    } else if (stage == Stage.RSS_PARAMETERS) {
      if (success) {
        clearFilter();
      } else {
        end("RSS parameters: status " + Integer.toHexString(complete.status()));
      }
    } else if (stage == Stage.FILTER) {
      askAddress();
    } else if (stage != Stage.READY || !requests.setDone(success, complete.status())) {
      wire.late("the answer to a set");
    }
  }

  private void address(RndisMessage.QueryComplete complete) {
    switch (complete.answer(6, 6)) {
      case Parsed.Ok<Octets>(var octets) -> ready(octets);
      case Parsed.Malformed<Octets> bad -> end("permanent address: " + bad);
    }
  }

  private void ready(Octets octets) {
    long value = 0;
    for (byte b : octets.toArray()) {
      value = value << 8 | b & 0xff;
    }
    stage = Stage.READY;
    wire.disarm();
    wire.effect(
        new NvscEffect.Ready(
            new NvscEffect.Agreement(
                version(),
                mtu,
                new MacAddress(value),
                offer,
                (int) sectionBytes,
                sections,
                transfer.transferMax(),
                transfer.packetsMax(),
                transfer.alignment())));
    requests.start();
  }

  private void indicated(RndisMessage.IndicateStatus indication) {
    var status = RndisStatus.ofWire(indication.status()).orElse(RndisStatus.SUCCESS);
    if (stage != Stage.READY) {
      return;
    }
    // The indication only triggers; the state is what a query answers.
    if (status == RndisStatus.MEDIA_CONNECT || status == RndisStatus.MEDIA_DISCONNECT) {
      wire.effect(new NvscEffect.LinkIndicated());
    } else if (status == RndisStatus.NETWORK_CHANGE) {
      wire.effect(new NvscEffect.NetworkChanged());
    }
  }

  private void notified(byte[] payload) {
    var version = stage.compareTo(Stage.INIT) <= 0 ? null : version();
    switch (NvsMessage.decode(Direction.HOST_TO_GUEST, version, payload)) {
      case Parsed.Ok<NvsMessage>(NvsMessage.VfAssociation(var allocated, var serial)) ->
          wire.effect(new NvscEffect.Association(allocated, serial));
      case Parsed.Ok<NvsMessage>(NvsMessage.SetDatapath path) when !path.isVf() ->
          wire.effect(new NvscEffect.SwitchedBack());
      case Parsed.Ok<NvsMessage>(NvsMessage.SendTable _) -> {}
      case Parsed.Ok<NvsMessage>(var other) ->
          wire.effect(new NvscEffect.Malformed("NVS " + other.getClass().getSimpleName()));
      case Parsed.Malformed<NvsMessage> malformed ->
          wire.effect(new NvscEffect.Malformed("NVS " + malformed));
    }
  }

  private void timedOut(int of) {
    if (!wire.isWaiting(of)) {
      return;
    }
    if (stage != Stage.READY || !requests.timedOut()) {
      end("the host did not answer in time (" + stageName() + ")");
    }
  }

  private void end(String reason) {
    stage = Stage.ENDED;
    wire.disarm();
    requests.refuse(reason);
    wire.effect(new NvscEffect.Failed(reason));
  }
}
