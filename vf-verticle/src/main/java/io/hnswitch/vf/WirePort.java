package io.hnswitch.vf;

import io.hnswitch.capture.CapturePoint;
import io.hnswitch.l2.Egress;
import io.hnswitch.l2.Fdb;
import io.hnswitch.l2.Outlet;
import java.util.Map;
import java.util.TreeMap;

/**
 * The adapter's one wire: the way to the adapter at the other end, and the addresses that are known
 * to be there, or behind the PF. Without a wire nothing is known and nothing is learned.
 */
final class WirePort {

  /** Behind the PF: a guest on its synthetic path, or whatever else the virtual switch reaches. */
  static final int PF = 0;

  /** At the far end of the wire. */
  static final int WIRE = 1;

  /** Neither here nor there, as far as is known. */
  static final int UNKNOWN = Fdb.NONE;

  /** As long as switches keep theirs, unless a lab says otherwise. */
  private static final long AGEING_NANOS = 300_000_000_000L;

  private final CapturePoint point;
  private Fdb known;
  private Outlet outlet;
  private String link = "";
  private String peer = "";
  private long receivedFrames;
  private long receivedBytes;

  /**
   * @param point who looks on at the wire
   */
  WirePort(CapturePoint point) {
    this.point = point;
  }

  /** Plugs a wire in; nothing is known of its far end. */
  void connect(String newLink, String newPeer, Egress egress) {
    link = newLink;
    peer = newPeer;
    outlet = Outlet.toWire(egress, point);
    receivedFrames = 0;
    receivedBytes = 0;
    // A table is large, and most adapters have no wire.
    known = new Fdb(Fdb.CAPACITY, AGEING_NANOS, (mac, from, to) -> {});
  }

  void disconnect() {
    outlet = null;
    known = null;
    link = "";
    peer = "";
  }

  boolean isConnected() {
    return outlet != null;
  }

  /** Who looks on at the wire, also while there is none. */
  CapturePoint point() {
    return point;
  }

  /** The link that the wire belongs to; empty without one. */
  String link() {
    return link;
  }

  String peer() {
    return peer;
  }

  /** The way to the far end; null without a wire. */
  Outlet outlet() {
    return outlet;
  }

  /**
   * A frame from an address has come from {@link #PF} or {@link #WIRE}.
   *
   * @param mac with the {@linkplain io.hnswitch.policy.Vlans#domain domain} of its VLAN
   */
  void seen(long mac, int at, long now) {
    known.learn(mac, at, now);
  }

  /** A VF has the address from now on: filters say where it is. */
  void owned(long mac) {
    if (known != null) {
      known.forgetInAll(mac);
    }
  }

  /**
   * {@link #PF}, {@link #WIRE} or {@link #UNKNOWN}.
   *
   * @param mac as for {@link #seen}
   */
  int find(long mac, long now) {
    return known.port(mac, now);
  }

  void received(int frames, long bytes) {
    receivedFrames += frames;
    receivedBytes += bytes;
  }

  Map<String, Long> counters() {
    var counters = new TreeMap<String, Long>();
    if (outlet != null) {
      counters.put("rx-frames", receivedFrames);
      counters.put("rx-bytes", receivedBytes);
      counters.put("tx-frames", outlet.frames());
      counters.put("tx-bytes", outlet.bytes());
      counters.put("credit-drops", outlet.dropped());
      counters.put("addresses", (long) known.learned());
      counters.put("moves", known.movesTotal());
      counters.put("refused-addresses", known.refusedTotal());
    }
    return counters;
  }
}
