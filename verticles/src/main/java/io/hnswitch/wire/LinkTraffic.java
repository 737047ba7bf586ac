package io.hnswitch.wire;

import io.hnswitch.capture.DropWitness;
import io.hnswitch.control.LinkView;
import io.hnswitch.frame.BurstWire;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.ledger.DeviceLedger;
import java.util.List;
import java.util.Map;

/** What goes by this node's end of a link, in the books and in the view. */
final class LinkTraffic {

  private final WireAccount account;
  private final DeviceLedger ledger;
  private final DropWitness witness;
  private final String adapter;
  private final String peer;
  private long sentFrames;
  private long sentBytes;
  private long receivedFrames;
  private long receivedBytes;
  private long withoutCredit;
  private long withoutLink;

  /**
   * @param witness told of what is dropped, as long as its frame is here
   */
  LinkTraffic(
      WireAccount account, DeviceLedger ledger, DropWitness witness, String adapter, String peer) {
    this.account = account;
    this.ledger = ledger;
    this.witness = witness;
    this.adapter = adapter;
    this.peer = peer;
  }

  WireAccount account() {
    return account;
  }

  /** Takes what the adapter sent while there is nobody to send it to. */
  void unreachable(FrameBurst burst) {
    withoutLink += burst.size();
    witness.dropped(true, 0, DropReason.LINK_DOWN, burst);
    ledger.dropped(DropReason.LINK_DOWN, burst.size());
    burst.release();
  }

  /** Sends what the adapter sent, in one message or a few; drops what there is no credit for. */
  void send(FrameBurst burst, WireConnection connection) {
    int first = 0;
    while (first < burst.size()) {
      int end = WireBurst.end(burst, first);
      int size = BurstWire.encodedBytes(burst, first, end);
      if (!account.hasRoom(size)) {
        int rest = burst.size() - first;
        withoutCredit += rest;
        witness.dropped(true, 0, DropReason.CREDIT_EXHAUSTED, burst, first);
        ledger.dropped(DropReason.CREDIT_EXHAUSTED, rest);
        break;
      }
      connection.send(burst, first, end, size);
      int frames = end - first;
      account.sent(frames, size);
      sentFrames += frames;
      sentBytes += size - BurstWire.HEADER - frames * BurstWire.PER_FRAME;
      first = end;
    }
    burst.release();
  }

  /**
   * A burst has come from the far end.
   *
   * @return its bytes
   */
  long received(FrameBurst burst) {
    int frames = burst.size();
    long before = receivedBytes;
    account.received(frames);
    ledger.wiredIn(frames);
    receivedFrames += frames;
    for (int i = 0; i < frames; i++) {
      receivedBytes += burst.slab().length(burst.slot(i));
    }
    return receivedBytes - before;
  }

  /**
   * The far end has said how many frames came to it.
   *
   * @throws WireException when that cannot be
   */
  void acknowledged(long total) {
    long more = account.acknowledged(total);
    if (more == WireAccount.NONSENSE) {
      throw new WireException("acknowledged " + total + " frames");
    }
    ledger.wiredOut((int) more);
  }

  /**
   * The two ends meet; what the far end does not have is lost.
   *
   * @return false when its counts do not fit
   */
  boolean meet(Hello.Count far) {
    long before = account.unacknowledged();
    long arrived = account.meet(far);
    if (arrived == WireAccount.NONSENSE) {
      return false;
    }
    ledger.wiredOut((int) arrived);
    lost(before - arrived);
    return true;
  }

  /** The link ends; what is not known to have arrived is lost. */
  void abandon() {
    lost(account.abandon());
  }

  private void lost(long frames) {
    withoutLink += frames;
    ledger.dropped(DropReason.LINK_DOWN, (int) frames);
  }

  List<LinkView.Way> ways() {
    var dropped =
        Map.of(DropReason.CREDIT_EXHAUSTED, withoutCredit, DropReason.LINK_DOWN, withoutLink);
    return List.of(
        new LinkView.Way(adapter, peer, sentFrames, sentBytes, dropped),
        new LinkView.Way(peer, adapter, receivedFrames, receivedBytes, Map.of()));
  }
}
