package io.hnswitch.hn;

import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.hn.VspEffect.Complete;
import io.hnswitch.hn.VspEffect.Notify;
import io.hnswitch.hn.nvs.Direction;
import io.hnswitch.hn.nvs.NvsMessage;
import io.hnswitch.hn.nvs.NvsStatus;
import io.hnswitch.hn.nvs.NvsVersion;
import io.hnswitch.hn.nvs.Parsed;
import io.hnswitch.hn.rndis.NdisOffloadParameters;
import io.hnswitch.hn.rndis.NdisRssCaps;
import io.hnswitch.hn.rndis.NdisRssParams;
import io.hnswitch.hn.rndis.Octets;
import io.hnswitch.hn.rndis.Oid;
import io.hnswitch.hn.rndis.RndisMessage;
import io.hnswitch.hn.rndis.RndisStatus;
import io.hnswitch.hn.rss.HostRss;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The host's end of an NVS and RNDIS session (netvsp, the VSP). One object per channel opening;
 * what is known about the VF outlives it in {@link VfAssignment}.
 *
 * <p>What breaks the protocol is fatal for the channel, as on the modelled host; what is merely
 * wrong in an RNDIS request is answered with a status.
 */
final class VspSession {

  /** Bytes of a slot of the receive buffer. */
  static final int SLOT_BYTES = 2048;

  /** Bytes of a section of the send buffer. */
  static final int SECTION_BYTES = 6144;

  /** Bytes of a receive buffer that are used at most. */
  private static final long BUFFER_BYTES_MAX = 1L << 30;

  /** Transaction ids of messages the host sends by itself. */
  static final long ASSOCIATION_TRANSACTION = 0x8000_0000_0000_0000L;

  static final long SWITCH_TRANSACTION = 0x8000_0000_0000_0001L;

  private static final byte[] EMPTY = new byte[0];

  private enum Awaiting {
    NOTHING,
    RECEIVE_BUFFER,
    SEND_BUFFER
  }

  private final MacAddress mac;
  private final NvsVersion highest;
  private final VfAssignment assignment;
  private final HostRss rss;
  private final OidAnswers oids;
  private final List<VspEffect> effects = new ArrayList<>();
  private NvsVersion version;
  private NvsMessage.NdisConfig config;
  private boolean ndisVersion;
  private boolean receiveBuffer;
  private boolean sendBuffer;
  private boolean operational;
  private boolean revoked;
  private boolean dead;
  private Awaiting awaiting = Awaiting.NOTHING;
  private long awaitedTransaction;
  private boolean link;

  /**
   * @param highest the newest version this host accepts
   * @param rssOffered how it can hash what it sends to the guest
   */
  VspSession(
      MacAddress mac,
      NvsVersion highest,
      VfAssignment assignment,
      boolean link,
      NdisRssCaps rssOffered) {
    this.mac = mac;
    this.highest = highest;
    this.assignment = assignment;
    this.link = link;
    this.rss = new HostRss(rssOffered);
    this.oids = new OidAnswers(mac, rss);
  }

  boolean isOperational() {
    return operational && !dead;
  }

  String stageName() {
    return dead ? "dead" : operational ? "operational" : version == null ? "new" : "negotiating";
  }

  /** Takes an event in and answers what is to be done, in order. */
  List<VspEffect> on(VspEvent event) {
    effects.clear();
    if (dead) {
      onDead(event);
    } else {
      switch (event) {
        case VspEvent.NvsReceived(var transaction, var wanted, var payload) ->
            nvs(transaction, wanted, payload);
        case VspEvent.RndisReceived(var message) -> rndis(message);
        case VspEvent.Resolved(var address, var bytes) -> resolved(address, bytes);
        case VspEvent.Unresolved(var reason) -> fatal("gpadl: " + reason);
        case VspEvent.VfAssigned(var vf, var serial) -> {
          assignment.assign(vf, serial);
          announce();
        }
        case VspEvent.VfRemoved(var orderly) -> vfRemoved(orderly);
        case VspEvent.DatapathMoved(var fence, var vf) -> moved(fence, vf);
        case VspEvent.LinkChanged(var up) -> linkChanged(up);
      }
    }
    return List.copyOf(effects);
  }

  /** What the host itself does goes on without the guest, and the next session goes on from it. */
  private void onDead(VspEvent event) {
    switch (event) {
      case VspEvent.VfAssigned(var vf, var serial) -> assignment.assign(vf, serial);
      case VspEvent.VfRemoved(var orderly) -> vfRemoved(orderly);
      case VspEvent.DatapathMoved(var fence, var vf) -> {
        if (assignment.isPending(fence)) {
          assignment.moved(vf);
        }
      }
      case VspEvent.LinkChanged(var up) -> link = up;
      case VspEvent.NvsReceived _,
          VspEvent.RndisReceived _,
          VspEvent.Resolved _,
          VspEvent.Unresolved _ -> {}
    }
  }

  private void fatal(String reason) {
    dead = true;
    effects.add(new VspEffect.Fatal(reason));
  }

  private void complete(long transaction, NvsMessage message) {
    int size = version == null ? 28 : version.hostMessageBytes();
    effects.add(new Complete(transaction, message.encode(size)));
  }

  private void nvs(long transaction, boolean wanted, byte[] payload) {
    switch (NvsMessage.decode(Direction.GUEST_TO_HOST, version, payload)) {
      case Parsed.Ok<NvsMessage>(var message) -> nvs(transaction, wanted, message);
      case Parsed.Malformed<NvsMessage> malformed -> fatal("NVS " + malformed);
    }
  }

  private void nvs(long transaction, boolean wanted, NvsMessage message) {
    switch (message) {
      case NvsMessage.Init init -> init(transaction, init);
      case NvsMessage.NdisConfig ndis -> {
        if (config != null) {
          fatal("NDIS_CONF twice");
          return;
        }
        config = ndis;
        emptyIf(wanted, transaction);
      }
      case NvsMessage.NdisVersion _ -> {
        if (ndisVersion) {
          fatal("NDIS_INIT twice");
          return;
        }
        ndisVersion = true;
        emptyIf(wanted, transaction);
      }
      case NvsMessage.RxBufConnect(var gpadl) -> connectReceive(transaction, gpadl);
      case NvsMessage.SendBufConnect(var gpadl) -> connectSend(transaction, gpadl);
      case NvsMessage.RxBufRevoke _, NvsMessage.SendBufRevoke _ -> {
        operational = false;
        revoked = true;
        effects.add(new VspEffect.ForgetBuffers());
      }
      case NvsMessage.SetDatapath path -> setDatapath(transaction, wanted, path.isVf());
      case NvsMessage.SubChannelRequest _ ->
          complete(transaction, new NvsMessage.SubChannelResponse(NvsStatus.FAILURE.wire(), 0));
      case NvsMessage.OidQueryEx _ ->
          complete(
              transaction, new NvsMessage.OidQueryExComplete(RndisStatus.NOT_SUPPORTED.wire(), 0));
      case NvsMessage.InitComplete _,
          NvsMessage.RxBufConnected _,
          NvsMessage.SendBufConnected _,
          NvsMessage.VfAssociation _,
          NvsMessage.SubChannelResponse _,
          NvsMessage.SendTable _,
          NvsMessage.OidQueryExComplete _ ->
          fatal("NVS message of the host: " + message.getClass().getSimpleName());
    }
  }

  private void emptyIf(boolean wanted, long transaction) {
    if (wanted) {
      effects.add(new Complete(transaction, EMPTY));
    }
  }

  private void init(long transaction, NvsMessage.Init init) {
    if (version != null) {
      fatal("INIT twice");
      return;
    }
    var proposed = init.version().filter(highest::atLeast);
    complete(
        transaction,
        proposed
            .map(NvsMessage.InitComplete::accepting)
            .orElseGet(NvsMessage.InitComplete::declining));
    version = proposed.orElse(null);
  }

  private void connectReceive(long transaction, int gpadl) {
    if (receiveBuffer || version.hasNdisConfig() && config == null) {
      fatal(receiveBuffer ? "receive buffer twice" : "receive buffer before NDIS_CONF");
      return;
    }
    receiveBuffer = true;
    await(Awaiting.RECEIVE_BUFFER, transaction, gpadl);
  }

  private void connectSend(long transaction, int gpadl) {
    if (sendBuffer) {
      fatal("send buffer twice");
      return;
    }
    sendBuffer = true;
    await(Awaiting.SEND_BUFFER, transaction, gpadl);
  }

  private void await(Awaiting what, long transaction, int gpadl) {
    if (awaiting != Awaiting.NOTHING) {
      fatal("two buffers at once");
      return;
    }
    awaiting = what;
    awaitedTransaction = transaction;
    effects.add(new VspEffect.Resolve(gpadl));
  }

  private void resolved(long address, long bytes) {
    var what = awaiting;
    awaiting = Awaiting.NOTHING;
    switch (what) {
      case NOTHING -> {}
      case RECEIVE_BUFFER -> {
        long slots = Math.min(bytes, BUFFER_BYTES_MAX) / SLOT_BYTES;
        if (bytes < ReceiveBuffer.CHUNK_BYTES) {
          fatal("receive buffer smaller than a packet: bytes=" + bytes);
          return;
        }
        effects.add(new VspEffect.UseReceiveBuffer(address, slots * SLOT_BYTES));
        var section =
            new NvsMessage.RxBufConnected.Section(0, SLOT_BYTES, slots, slots * SLOT_BYTES);
        complete(
            awaitedTransaction,
            new NvsMessage.RxBufConnected(NvsStatus.SUCCESS.wire(), List.of(section)));
      }
      case SEND_BUFFER -> {
        effects.add(new VspEffect.UseSendBuffer(address, bytes));
        complete(
            awaitedTransaction,
            new NvsMessage.SendBufConnected(NvsStatus.SUCCESS.wire(), SECTION_BYTES));
      }
    }
  }

  /** Whether RNDIS messages may come; whoever sends one before breaks the protocol. */
  boolean isReadyForRndis() {
    return version != null
        && (config != null || !version.hasNdisConfig())
        && ndisVersion
        && receiveBuffer;
  }

  private void rndis(byte[] bytes) {
    if (!isReadyForRndis()) {
      fatal("RNDIS before the session is ready");
      return;
    }
    switch (RndisMessage.decode(Direction.GUEST_TO_HOST, bytes)) {
      case Parsed.Ok<RndisMessage>(var message) -> rndis(message);
      case Parsed.Malformed<RndisMessage>(var fault, var field, var value) -> {
        Optional<RndisMessage> refusal = RndisMessage.refusal(bytes, RndisStatus.answering(fault));
        refusal.ifPresentOrElse(
            answer -> effects.add(new VspEffect.SendRndis(answer.encode())),
            () -> fatal("RNDIS " + fault.slug() + ": " + field + "=" + value));
      }
    }
  }

  private void rndis(RndisMessage message) {
    switch (message) {
      case RndisMessage.Initialize initialize -> {
        if (operational || revoked) {
          fatal(revoked ? "INITIALIZE without buffers" : "INITIALIZE twice");
          return;
        }
        operational = true;
        send(RndisMessage.InitializeComplete.accepting(initialize.requestId()));
        effects.add(new VspEffect.Operational(mtu()));
        announce();
      }
      case RndisMessage.Halt _ -> {}
      case RndisMessage.Query query -> send(oids.query(query, mtu(), link));
      case RndisMessage.Set set -> set(set);
      case RndisMessage.Keepalive keepalive ->
          send(
              new RndisMessage.KeepaliveComplete(
                  keepalive.requestId(), RndisStatus.SUCCESS.wire()));
      case RndisMessage.KeepaliveComplete _ -> {}
      case RndisMessage.Reset _,
          RndisMessage.IndicateStatus _,
          RndisMessage.InitializeComplete _,
          RndisMessage.QueryComplete _,
          RndisMessage.SetComplete _,
          RndisMessage.ResetComplete _ ->
          fatal("RNDIS " + message.getClass().getSimpleName() + " from the guest");
    }
  }

  private int mtu() {
    return (config == null ? 1514 : config.mtuAccepted()) - Frames.ETHERNET_HEADER;
  }

  private void send(RndisMessage message) {
    effects.add(new VspEffect.SendRndis(message.encode()));
  }

  private void set(RndisMessage.Set set) {
    var oid = Oid.ofWire(set.oid()).orElse(null);
    var status = RndisStatus.SUCCESS;
    if (oid == Oid.CURRENT_PACKET_FILTER && set.info().size() >= 4) {
      effects.add(new VspEffect.Filter(set.info().buffer().getInt(0)));
    } else if (oid == Oid.OFFLOAD_PARAMETERS) {
      switch (NdisOffloadParameters.decode(set.info())) {
        case Parsed.Ok<NdisOffloadParameters>(var parameters) ->
            effects.add(new VspEffect.Offloads(parameters));
        case Parsed.Malformed<NdisOffloadParameters>(var fault, var _, var _) ->
            status = RndisStatus.answering(fault);
      }
    } else if (oid == Oid.RSS_PARAMETERS) {
      switch (rss.set(set.info())) {
        case Parsed.Ok<NdisRssParams>(var parameters) -> effects.add(new VspEffect.Rss(parameters));
        case Parsed.Malformed<NdisRssParams>(var fault, var _, var _) ->
            status = RndisStatus.answering(fault);
      }
    } else {
      status =
          oid == Oid.CURRENT_PACKET_FILTER ? RndisStatus.INVALID_DATA : RndisStatus.NOT_SUPPORTED;
    }
    send(new RndisMessage.SetComplete(set.requestId(), status.wire()));
    if (oid == Oid.OFFLOAD_PARAMETERS && status == RndisStatus.SUCCESS) {
      send(
          new RndisMessage.IndicateStatus(
              RndisStatus.OFFLOAD_CURRENT_CONFIG, OidAnswers.OFFERED.encode()));
    }
  }

  private boolean hearsAssociations() {
    return isOperational() && version.atLeast(NvsVersion.V4) && config != null && config.hasSriov();
  }

  /** Tells the guest about a VF it has not been told about. */
  private void announce() {
    if (hearsAssociations() && assignment.announce()) {
      associate(true);
    }
  }

  private void associate(boolean allocated) {
    effects.add(
        new Notify(
            ASSOCIATION_TRANSACTION,
            new NvsMessage.VfAssociation(allocated, assignment.serial())
                .encode(version.hostMessageBytes())));
  }

  private void setDatapath(long transaction, boolean wanted, boolean toVf) {
    switch (assignment.request(toVf)) {
      case COMPLETE_ONLY -> emptyIf(wanted, transaction);
      case MOVE -> {
        assignment.owe(transaction, wanted);
        if (toVf && assignment.offerNow()) {
          effects.add(new VspEffect.OfferNow(assignment.vf()));
        }
        effects.add(new VspEffect.MoveDatapath(assignment.newFence(), assignment.vf(), toVf));
      }
    }
  }

  private void moved(long fence, boolean vf) {
    if (!assignment.isPending(fence)) {
      return;
    }
    boolean asked = assignment.pendingToVf();
    completeOwed();
    assignment.moved(vf);
    if (asked && !vf && isOperational()) {
      switchedBack();
    }
  }

  private void completeOwed() {
    if (assignment.owesAnswer() && !dead) {
      effects.add(new Complete(assignment.owedTransaction(), EMPTY));
    }
  }

  private void switchedBack() {
    effects.add(
        new Notify(
            SWITCH_TRANSACTION,
            NvsMessage.SetDatapath.SYNTHETIC.encode(version.hostMessageBytes())));
  }

  private void vfRemoved(boolean orderly) {
    var was = assignment.state();
    if (was == VfAssignment.State.NONE) {
      return;
    }
    boolean onVf = was == VfAssignment.State.SWITCHED || assignment.isPendingToVf();
    if (assignment.isPending()) {
      completeOwed();
    }
    if (!orderly || onVf) {
      effects.add(new VspEffect.ForceSynthetic(assignment.vf()));
    }
    if (hearsAssociations() && assignment.isTold()) {
      if (onVf) {
        switchedBack();
      }
      associate(false);
    }
    assignment.remove();
  }

  private void linkChanged(boolean up) {
    link = up;
    if (operational) {
      send(
          new RndisMessage.IndicateStatus(
              up ? RndisStatus.MEDIA_CONNECT : RndisStatus.MEDIA_DISCONNECT, Octets.NONE));
    }
  }

  /** As {@link #stageName} with the version, for views. */
  String describe() {
    return stageName()
        + (version == null ? "" : String.format(Locale.ROOT, " (NVS %s, %s)", version, mac));
  }
}
