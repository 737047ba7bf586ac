package io.hnswitch.hn;

import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.hn.NvscEffect.Answered;
import io.hnswitch.hn.NvscEffect.ArmTimeout;
import io.hnswitch.hn.NvscEffect.SendNvs;
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
import io.hnswitch.hn.rndis.RndisRequestIds;
import io.hnswitch.hn.rndis.RndisStatus;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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

  private static final Duration ANSWER_TIME = Duration.ofSeconds(10);

  /** A host may take its time to move a data path. */
  private static final Duration DATAPATH_TIME = Duration.ofSeconds(60);

  private static final int WAITING_MAX = 32;

  /** Transaction ids of requests count from here, so that no late answer fits a later request. */
  private static final long REQUESTS = 0x7000_0000_0000_0000L;

  private static final int REQUESTS_SHIFT = 48;

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
  private final RndisRequestIds ids = new RndisRequestIds();
  private final ArrayDeque<NvscRequest> waiting = new ArrayDeque<>();
  private final List<NvscEffect> effects = new ArrayList<>();
  private Stage stage = Stage.NEW;
  private int candidate;
  private int attempt;
  private long requests = REQUESTS;
  private boolean nvsOutstanding;
  private int requestId;
  private int receiveBytes;
  private long sectionBytes;
  private int sections;
  private RndisMessage.InitializeComplete transfer;
  private NdisOffload offer;
  private NvscRequest current;

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

  /** Whether a transaction id may be one of a session's requests. */
  static boolean isRequest(long transaction) {
    return transaction >>> REQUESTS_SHIFT == REQUESTS >>> REQUESTS_SHIFT;
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
    effects.clear();
    if (stage == Stage.ENDED) {
      if (event instanceof NvscEvent.Ask(var request)) {
        effects.add(new Answered(request, false, "the session has ended"));
      }
      return List.copyOf(effects);
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
      case NvscEvent.Ask(var request) -> ask(request);
    }
    return List.copyOf(effects);
  }

  private void propose() {
    if (candidate == candidates.size()) {
      end("the host accepts no NVS version");
      return;
    }
    stage = Stage.INIT;
    request(new NvsMessage.Init(version()));
  }

  private void request(NvsMessage message) {
    request(message, ANSWER_TIME);
  }

  private void request(NvsMessage message, Duration time) {
    nvsOutstanding = true;
    effects.add(new SendNvs(message.encode(NvsVersion.REQUEST_BYTES), ++requests));
    arm(time);
  }

  private void tell(NvsMessage message) {
    effects.add(new SendNvs(message.encode(NvsVersion.REQUEST_BYTES), 0));
  }

  private void arm(Duration time) {
    effects.add(new ArmTimeout(time, ++attempt));
  }

  private void disarm() {
    attempt++;
    nvsOutstanding = false;
    effects.add(new NvscEffect.DisarmTimeout());
  }

  private void completed(long transaction, byte[] payload) {
    if (!nvsOutstanding || transaction != requests) {
      late("NVS completion of transaction " + Long.toHexString(transaction));
      return;
    }
    nvsOutstanding = false;
    if (stage == Stage.READY) {
      if (current instanceof NvscRequest.SetDatapath) {
        // The completion of 129 has no body: it says that the host has handled the request.
        answered(true, "");
      }
      return;
    }
    var decoded =
        NvsMessage.decode(Direction.HOST_TO_GUEST, stage == Stage.INIT ? null : version(), payload);
    switch (decoded) {
      case Parsed.Ok<NvsMessage>(var message) -> completed(message);
      case Parsed.Malformed<NvsMessage> malformed -> malformedAnswer(malformed.toString());
    }
  }

  /** For nobody, or for nobody any more. */
  private void late(String what) {
    effects.add(new NvscEffect.Malformed("nobody waits for " + what));
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
      tell(
          new NvsMessage.NdisConfig(
              mtu + Frames.ETHERNET_HEADER, version.ndisConfigCapabilities()));
    }
    tell(new NvsMessage.NdisVersion(version));
    disarm();
    stage = Stage.RX_SHARING;
    receiveBytes = version.receiveBufferBytes();
    effects.add(new NvscEffect.ShareReceiveBuffer(receiveBytes));
  }

  private void receiveBufferShared(int gpadl) {
    if (stage == Stage.RX_SHARING) {
      stage = Stage.RX_CONNECT;
      request(new NvsMessage.RxBufConnect(gpadl));
    }
  }

  private void receiveBufferConnected(NvsMessage.RxBufConnected connected) {
    switch (connected.usable(receiveBytes)) {
      case Parsed.Ok<NvsMessage.RxBufConnected.Section> _ -> {
        disarm();
        stage = Stage.TX_SHARING;
        effects.add(new NvscEffect.ShareSendBuffer(SEND_BUFFER_BYTES));
      }
      case Parsed.Malformed<NvsMessage.RxBufConnected.Section> bad -> end("receive buffer: " + bad);
    }
  }

  private void sendBufferShared(int gpadl) {
    if (stage == Stage.TX_SHARING) {
      stage = Stage.TX_CONNECT;
      request(new NvsMessage.SendBufConnect(gpadl));
    }
  }

  private void sendBufferConnected(NvsMessage.SendBufConnected connected) {
    if (!connected.isSuccess()) {
      tell(new NvsMessage.RxBufRevoke());
      end("send buffer: status " + connected.status());
      return;
    }
    sectionBytes = connected.sectionSize();
    sections = connected.sections(SEND_BUFFER_BYTES);
    stage = Stage.INITIALIZE;
    requestId = ids.next();
    rndisRequest(new RndisMessage.Initialize(requestId));
  }

  private void rndisRequest(RndisMessage message) {
    effects.add(new SendRndis(message.encode()));
    arm(ANSWER_TIME);
  }

  private void query(Oid oid, Octets input) {
    requestId = ids.next();
    rndisRequest(new RndisMessage.Query(requestId, oid, input));
  }

  private void set(Oid oid, Octets value) {
    requestId = ids.next();
    rndisRequest(new RndisMessage.Set(requestId, oid, value));
  }

  private void rndis(byte[] bytes) {
    switch (RndisMessage.decode(Direction.HOST_TO_GUEST, bytes)) {
      case Parsed.Ok<RndisMessage>(var message) -> rndis(message);
      case Parsed.Malformed<RndisMessage> malformed ->
          effects.add(new NvscEffect.Malformed("RNDIS " + malformed));
    }
  }

  private void rndis(RndisMessage message) {
    switch (message) {
      case RndisMessage.InitializeComplete complete -> initialized(complete);
      case RndisMessage.QueryComplete complete -> queried(complete);
      case RndisMessage.SetComplete complete -> setDone(complete);
      case RndisMessage.IndicateStatus indication -> indicated(indication);
      case RndisMessage.Keepalive keepalive ->
          effects.add(
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
          effects.add(new NvscEffect.Malformed("RNDIS request from the host"));
    }
  }

  private void initialized(RndisMessage.InitializeComplete complete) {
    if (stage != Stage.INITIALIZE || complete.requestId() != requestId) {
      late("an answer to INITIALIZE");
      return;
    }
    if (!complete.isSuccess()) {
      end("RNDIS INITIALIZE failed: status " + Integer.toHexString(complete.status()));
      return;
    }
    transfer = complete;
    stage = Stage.OFFLOADS;
    query(Oid.OFFLOAD_HARDWARE_CAPABILITIES, NdisOffload.request(version().ndisVersion()));
  }

  private void queried(RndisMessage.QueryComplete complete) {
    if (complete.requestId() != requestId) {
      late("the answer to a query");
      return;
    }
    if (stage == Stage.OFFLOADS) {
      offloads(complete);
    } else if (stage == Stage.RSS_CAPABILITIES) {
      rssCapabilities(complete);
    } else if (stage == Stage.ADDRESS) {
      address(complete);
    } else if (stage == Stage.READY && current instanceof NvscRequest.QueryLink) {
      link(complete);
    } else {
      late("the answer to a query");
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
      set(Oid.OFFLOAD_PARAMETERS, parameters(coalescing));
    }
  }

  private Octets parameters(boolean rsc) {
    return NdisOffloadParameters.choose(offer, version().ndisVersion(), mtu, rsc).encode();
  }

  private void askRss() {
    if (rss.isWanted(version())) {
      stage = Stage.RSS_CAPABILITIES;
      query(Oid.RSS_CAPABILITIES, NdisRssCaps.request());
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
              set(Oid.RSS_PARAMETERS, parameters.encode());
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
    set(Oid.CURRENT_PACKET_FILTER, Octets.ofWord(0));
  }

  private void askAddress() {
    stage = Stage.ADDRESS;
    query(Oid.PERMANENT_ADDRESS, Octets.NONE);
  }

  private void setDone(RndisMessage.SetComplete complete) {
    if (complete.requestId() != requestId) {
      late("the answer to a set");
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
    } else if (stage == Stage.READY
        && (current instanceof NvscRequest.SetFilter
            || current instanceof NvscRequest.SetRss
            || current instanceof NvscRequest.SetCoalescing)) {
      answered(success, success ? "" : "status " + Integer.toHexString(complete.status()));
    } else {
      late("the answer to a set");
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
    disarm();
    effects.add(
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
    next();
  }

  private void link(RndisMessage.QueryComplete complete) {
    switch (complete.answer(4, 4)) {
      case Parsed.Ok<Octets>(var octets) -> {
        effects.add(new NvscEffect.Link(octets.buffer().getInt(0) == 0));
        answered(true, "");
      }
      case Parsed.Malformed<Octets> bad -> answered(false, bad.toString());
    }
  }

  private void indicated(RndisMessage.IndicateStatus indication) {
    var status = RndisStatus.ofWire(indication.status()).orElse(RndisStatus.SUCCESS);
    if (stage != Stage.READY) {
      return;
    }
    // The indication only triggers; the state is what a query answers.
    if (status == RndisStatus.MEDIA_CONNECT || status == RndisStatus.MEDIA_DISCONNECT) {
      effects.add(new NvscEffect.LinkIndicated());
    } else if (status == RndisStatus.NETWORK_CHANGE) {
      effects.add(new NvscEffect.NetworkChanged());
    }
  }

  private void notified(byte[] payload) {
    var version = stage.compareTo(Stage.INIT) <= 0 ? null : version();
    switch (NvsMessage.decode(Direction.HOST_TO_GUEST, version, payload)) {
      case Parsed.Ok<NvsMessage>(NvsMessage.VfAssociation(var allocated, var serial)) ->
          effects.add(new NvscEffect.Association(allocated, serial));
      case Parsed.Ok<NvsMessage>(NvsMessage.SetDatapath path) when !path.isVf() ->
          effects.add(new NvscEffect.SwitchedBack());
      case Parsed.Ok<NvsMessage>(NvsMessage.SendTable _) -> {}
      case Parsed.Ok<NvsMessage>(var other) ->
          effects.add(new NvscEffect.Malformed("NVS " + other.getClass().getSimpleName()));
      case Parsed.Malformed<NvsMessage> malformed ->
          effects.add(new NvscEffect.Malformed("NVS " + malformed));
    }
  }

  private void ask(NvscRequest request) {
    if (request instanceof NvscRequest.Halt && stage == Stage.READY) {
      halt(request);
      return;
    }
    if (request instanceof NvscRequest.QueryLink && waiting.contains(request)) {
      return; // One query answers both.
    }
    if (waiting.size() >= WAITING_MAX) {
      effects.add(new Answered(request, false, "too many requests wait"));
      return;
    }
    waiting.add(request);
    next();
  }

  private void next() {
    if (stage != Stage.READY || current != null || waiting.isEmpty()) {
      return;
    }
    current = waiting.poll();
    switch (current) {
      case NvscRequest.SetFilter(var filter) ->
          set(Oid.CURRENT_PACKET_FILTER, Octets.ofWord(filter));
      case NvscRequest.SetCoalescing(var wanted) -> {
        if (offer == null) {
          answered(true, "");
        } else {
          set(Oid.OFFLOAD_PARAMETERS, parameters(wanted));
        }
      }
      case NvscRequest.SetRss(var parameters, var _) ->
          set(Oid.RSS_PARAMETERS, parameters.encode());
      case NvscRequest.QueryLink _ -> query(Oid.MEDIA_CONNECT_STATUS, Octets.NONE);
      case NvscRequest.SetDatapath(var vf, var _) -> {
        request(vf ? NvsMessage.SetDatapath.VF : NvsMessage.SetDatapath.SYNTHETIC, DATAPATH_TIME);
      }
      case NvscRequest.Halt halt -> halt(halt);
    }
  }

  /** Waits for nothing that is outstanding: a host that does not answer must not keep us. */
  private void halt(NvscRequest request) {
    effects.add(new SendRndis(new RndisMessage.Halt(ids.next()).encode()));
    tell(new NvsMessage.RxBufRevoke());
    tell(new NvsMessage.SendBufRevoke());
    stage = Stage.ENDED;
    disarm();
    refuse("the session has ended");
    effects.add(new Answered(request, true, ""));
  }

  private void answered(boolean success, String detail) {
    var request = current;
    current = null;
    disarm();
    effects.add(new Answered(request, success, detail));
    next();
  }

  private void timedOut(int of) {
    if (of != attempt) {
      return;
    }
    if (stage == Stage.READY && current != null) {
      answered(false, "the host did not answer in time");
    } else {
      end("the host did not answer in time (" + stageName() + ")");
    }
  }

  private void end(String reason) {
    stage = Stage.ENDED;
    disarm();
    refuse(reason);
    effects.add(new NvscEffect.Failed(reason));
  }

  private void refuse(String reason) {
    if (current != null && !(current instanceof NvscRequest.Halt)) {
      effects.add(new Answered(current, false, reason));
    }
    current = null;
    while (!waiting.isEmpty()) {
      effects.add(new Answered(waiting.poll(), false, reason));
    }
  }
}
