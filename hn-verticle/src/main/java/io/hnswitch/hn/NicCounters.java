package io.hnswitch.hn;

import java.util.LinkedHashMap;
import java.util.Map;

/** The interface counters of an hn, by the names of FreeBSD's {@code if_data}, and by path. */
final class NicCounters {

  private long receivedPackets;
  private long receivedBytes;
  private long receivedVf;
  private long sentPackets;
  private long sentBytes;
  private long sentVf;

  void received(int frames, long bytes, boolean vf) {
    receivedPackets += frames;
    receivedBytes += bytes;
    if (vf) {
      receivedVf += frames;
    }
  }

  void sent(int frames, long bytes, boolean vf) {
    sentPackets += frames;
    sentBytes += bytes;
    if (vf) {
      sentVf += frames;
    }
  }

  Map<String, Long> view() {
    var map = new LinkedHashMap<String, Long>();
    map.put("ipackets", receivedPackets);
    map.put("ibytes", receivedBytes);
    map.put("ipackets-vf", receivedVf);
    map.put("opackets", sentPackets);
    map.put("obytes", sentBytes);
    map.put("opackets-vf", sentVf);
    return map;
  }
}
