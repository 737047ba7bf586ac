package io.hnswitch.hn;

import io.hnswitch.hn.NvscEffect.Answered;
import io.hnswitch.hn.nvs.NvsMessage;
import io.hnswitch.hn.nvs.Parsed;
import io.hnswitch.hn.rndis.Octets;
import io.hnswitch.hn.rndis.Oid;
import io.hnswitch.hn.rndis.RndisMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Function;

/**
 * What hn asks of its host once the session is ready, one request at a time; what is asked before
 * that waits.
 */
final class NvscRequests {

  /** A host may take its time to move a data path. */
  private static final Duration DATAPATH_TIME = Duration.ofSeconds(60);

  private static final int WAITING_MAX = 32;

  private final NvscWire wire;
  private final Function<Boolean, Optional<Octets>> offloads;
  private final ArrayDeque<NvscRequest> waiting = new ArrayDeque<>();
  private NvscRequest current;
  private boolean ready;

  /**
   * @param offloads what to tell the host of offloads, with coalescing or without; none when it
   *     offers none
   */
  NvscRequests(NvscWire wire, Function<Boolean, Optional<Octets>> offloads) {
    this.wire = wire;
    this.offloads = offloads;
  }

  /** The session is ready. */
  void start() {
    ready = true;
    next();
  }

  /**
   * Asks, now or when the session is ready.
   *
   * @return true when this ended the session
   */
  boolean ask(NvscRequest request) {
    if (request instanceof NvscRequest.Halt && ready) {
      halt(request);
      return true;
    }
    if (request instanceof NvscRequest.QueryLink && waiting.contains(request)) {
      return false; // One query answers both.
    }
    if (waiting.size() >= WAITING_MAX) {
      wire.effect(new Answered(request, false, "too many requests wait"));
      return false;
    }
    waiting.add(request);
    next();
    return false;
  }

  private void next() {
    if (!ready || current != null || waiting.isEmpty()) {
      return;
    }
    current = waiting.poll();
    switch (current) {
      case NvscRequest.SetFilter(var filter) ->
          wire.set(Oid.CURRENT_PACKET_FILTER, Octets.ofWord(filter));
      case NvscRequest.SetCoalescing(var wanted) ->
          offloads
              .apply(wanted)
              .ifPresentOrElse(
                  octets -> wire.set(Oid.OFFLOAD_PARAMETERS, octets), () -> answered(true, ""));
      case NvscRequest.SetRss(var parameters, var _) ->
          wire.set(Oid.RSS_PARAMETERS, parameters.encode());
      case NvscRequest.QueryLink _ -> wire.query(Oid.MEDIA_CONNECT_STATUS, Octets.NONE);
      case NvscRequest.SetDatapath(var vf, var _) ->
          wire.request(
              vf ? NvsMessage.SetDatapath.VF : NvsMessage.SetDatapath.SYNTHETIC, DATAPATH_TIME);
      case NvscRequest.Halt halt -> halt(halt);
    }
  }

  /** Waits for nothing that is outstanding: a host that does not answer must not keep us. */
  private void halt(NvscRequest request) {
    wire.halt();
    wire.tell(new NvsMessage.RxBufRevoke());
    wire.tell(new NvsMessage.SendBufRevoke());
    wire.disarm();
    refuse("the session has ended");
    wire.effect(new Answered(request, true, ""));
  }

  private void answered(boolean success, String detail) {
    var request = current;
    current = null;
    wire.disarm();
    wire.effect(new Answered(request, success, detail));
    next();
  }

  /** The completion of 129 has no body: it says that the host has handled the request. */
  void completed() {
    if (current instanceof NvscRequest.SetDatapath) {
      answered(true, "");
    }
  }

  /** Takes the answer to a query; false when nobody waits for it. */
  boolean queried(RndisMessage.QueryComplete complete) {
    if (!(current instanceof NvscRequest.QueryLink)) {
      return false;
    }
    switch (complete.answer(4, 4)) {
      case Parsed.Ok<Octets>(var octets) -> {
        wire.effect(new NvscEffect.Link(octets.buffer().getInt(0) == 0));
        answered(true, "");
      }
      case Parsed.Malformed<Octets> bad -> answered(false, bad.toString());
    }
    return true;
  }

  /** Takes the answer to a set; false when nobody waits for it. */
  boolean setDone(boolean success, int status) {
    if (current instanceof NvscRequest.SetFilter
        || current instanceof NvscRequest.SetRss
        || current instanceof NvscRequest.SetCoalescing) {
      answered(success, success ? "" : "status " + Integer.toHexString(status));
      return true;
    }
    return false;
  }

  /** The host does not answer in time; false when nothing is asked. */
  boolean timedOut() {
    if (current == null) {
      return false;
    }
    answered(false, "the host did not answer in time");
    return true;
  }

  /** Nothing is answered any more. */
  void refuse(String reason) {
    ready = false;
    if (current != null && !(current instanceof NvscRequest.Halt)) {
      wire.effect(new Answered(current, false, reason));
    }
    current = null;
    while (!waiting.isEmpty()) {
      wire.effect(new Answered(waiting.poll(), false, reason));
    }
  }
}
