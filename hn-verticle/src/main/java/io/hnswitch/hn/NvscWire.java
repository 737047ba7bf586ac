package io.hnswitch.hn;

import io.hnswitch.hn.NvscEffect.ArmTimeout;
import io.hnswitch.hn.NvscEffect.SendNvs;
import io.hnswitch.hn.NvscEffect.SendRndis;
import io.hnswitch.hn.nvs.NvsMessage;
import io.hnswitch.hn.nvs.NvsVersion;
import io.hnswitch.hn.rndis.Octets;
import io.hnswitch.hn.rndis.Oid;
import io.hnswitch.hn.rndis.RndisMessage;
import io.hnswitch.hn.rndis.RndisRequestIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a guest's session has on the wire: effects of the event at hand, ids of requests, the one
 * that is outstanding, and its timeout.
 */
final class NvscWire {

  private static final Duration ANSWER_TIME = Duration.ofSeconds(10);

  /** Transaction ids of requests count from here, so that no late answer fits a later request. */
  private static final long REQUESTS = 0x7000_0000_0000_0000L;

  private static final int REQUESTS_SHIFT = 48;

  private final RndisRequestIds ids = new RndisRequestIds();
  private final List<NvscEffect> effects = new ArrayList<>();
  private int attempt;
  private long requests = REQUESTS;
  private boolean nvsOutstanding;
  private int requestId;

  /** Whether a transaction id may be one of a session's requests. */
  static boolean isRequest(long transaction) {
    return transaction >>> REQUESTS_SHIFT == REQUESTS >>> REQUESTS_SHIFT;
  }

  /** Another event. */
  void begin() {
    effects.clear();
  }

  void effect(NvscEffect effect) {
    effects.add(effect);
  }

  List<NvscEffect> effects() {
    return List.copyOf(effects);
  }

  /** Sends an NVS message that the host is to complete. */
  void request(NvsMessage message) {
    request(message, ANSWER_TIME);
  }

  void request(NvsMessage message, Duration time) {
    nvsOutstanding = true;
    effects.add(new SendNvs(message.encode(NvsVersion.REQUEST_BYTES), ++requests));
    arm(time);
  }

  /** Sends an NVS message without an answer. */
  void tell(NvsMessage message) {
    effects.add(new SendNvs(message.encode(NvsVersion.REQUEST_BYTES), 0));
  }

  private void arm(Duration time) {
    effects.add(new ArmTimeout(time, ++attempt));
  }

  /** Nothing is outstanding. */
  void disarm() {
    attempt++;
    nvsOutstanding = false;
    effects.add(new NvscEffect.DisarmTimeout());
  }

  /** Whether the timeout of this attempt still means something. */
  boolean isWaiting(int of) {
    return of == attempt;
  }

  /** Whether a completion is the answer to the outstanding request; one for nobody is counted. */
  boolean completes(long transaction) {
    if (!nvsOutstanding || transaction != requests) {
      late("NVS completion of transaction " + Long.toHexString(transaction));
      return false;
    }
    nvsOutstanding = false;
    return true;
  }

  /** For nobody, or for nobody any more. */
  void late(String what) {
    effects.add(new NvscEffect.Malformed("nobody waits for " + what));
  }

  /** Whether an RNDIS request id is that of the request that was sent last. */
  boolean answers(int id) {
    return id == requestId;
  }

  void initialize() {
    requestId = ids.next();
    rndisRequest(new RndisMessage.Initialize(requestId));
  }

  void query(Oid oid, Octets input) {
    requestId = ids.next();
    rndisRequest(new RndisMessage.Query(requestId, oid, input));
  }

  void set(Oid oid, Octets value) {
    requestId = ids.next();
    rndisRequest(new RndisMessage.Set(requestId, oid, value));
  }

  private void rndisRequest(RndisMessage message) {
    effects.add(new SendRndis(message.encode()));
    arm(ANSWER_TIME);
  }

  /** The host does not answer to a halt. */
  void halt() {
    effects.add(new SendRndis(new RndisMessage.Halt(ids.next()).encode()));
  }
}
