package io.hnswitch.hn;

import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.metrics.Reading.Traffic;
import io.hnswitch.state.StateTree;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The interface counters of an hn, by the names of FreeBSD's {@code if_data}, and by path. A frame
 * is counted once, whichever path it took; a super-frame counts as one. What was received for a
 * group includes broadcasts, what was sent does not, as in FreeBSD.
 */
final class NicCounters {

  private final MemorySegment memory;
  private long receivedPackets;
  private long receivedBytes;
  private long receivedGroups;
  private long receivedVf;
  private long receivedVfBytes;
  private long sentPackets;
  private long sentBytes;
  private long sentGroups;
  private long sentVf;
  private long sentVfBytes;
  private long sendErrors;
  private long sendDrops;
  private long bytes;
  private int groups;
  private int broadcasts;

  NicCounters(Memory memory) {
    this.memory = memory.segment();
  }

  /** Frames have come: each counts once, whatever becomes of it. */
  void arrived(int frames, boolean vf) {
    receivedPackets += frames;
    if (vf) {
      receivedVf += frames;
    }
  }

  /** Frames that {@linkplain #arrived came} are taken by an interface that is up. */
  void received(FrameBurst burst, boolean vf) {
    measure(burst);
    receivedBytes += bytes;
    receivedGroups += groups;
    if (vf) {
      receivedVfBytes += bytes;
    }
  }

  void sent(FrameBurst burst, boolean vf) {
    measure(burst);
    sentPackets += burst.size();
    sentBytes += bytes;
    sentGroups += groups - broadcasts;
    if (vf) {
      sentVf += burst.size();
      sentVfBytes += bytes;
    }
  }

  /** Frames that were sent are found not to have left: no room in a queue, or another error. */
  void notSent(int frames, int ofGroups, long ofBytes, boolean noRoom) {
    sentPackets -= frames;
    sentGroups -= ofGroups;
    sentBytes -= ofBytes;
    sentVf -= frames;
    sentVfBytes -= ofBytes;
    if (noRoom) {
      sendDrops += frames;
    } else {
      sendErrors += frames;
    }
  }

  private void measure(FrameBurst burst) {
    var slab = burst.slab();
    var segment = memory; // in a local, or the loop would load it for each frame
    long sum = 0;
    int many = 0;
    int all = 0;
    for (int i = 0, size = burst.size(); i < size; i++) {
      int slot = burst.slot(i);
      sum += slab.length(slot);
      long to = MacAddress.destination(segment, slab.address(slot));
      if (MacAddress.isGroup(to)) {
        many++;
        all += to == MacAddress.BROADCAST.value() ? 1 : 0;
      }
    }
    bytes = sum;
    groups = many;
    broadcasts = all;
  }

  void save(StateTree.Writer into) {
    into.number("receivedPackets", receivedPackets)
        .number("receivedBytes", receivedBytes)
        .number("receivedGroups", receivedGroups)
        .number("receivedVf", receivedVf)
        .number("receivedVfBytes", receivedVfBytes)
        .number("sentPackets", sentPackets)
        .number("sentBytes", sentBytes)
        .number("sentGroups", sentGroups)
        .number("sentVf", sentVf)
        .number("sentVfBytes", sentVfBytes)
        .number("sendErrors", sendErrors)
        .number("sendDrops", sendDrops);
  }

  /** Goes on counting where another one stood. */
  void restore(StateTree.Reader from) {
    receivedPackets = from.count("receivedPackets");
    receivedBytes = from.count("receivedBytes");
    receivedGroups = from.count("receivedGroups");
    receivedVf = from.count("receivedVf");
    receivedVfBytes = from.count("receivedVfBytes");
    sentPackets = from.count("sentPackets");
    sentBytes = from.count("sentBytes");
    sentGroups = from.count("sentGroups");
    sentVf = from.count("sentVf");
    sentVfBytes = from.count("sentVfBytes");
    sendErrors = from.count("sendErrors");
    sendDrops = from.count("sendDrops");
  }

  /** What of it went by the VF. */
  Traffic sentByVf() {
    return new Traffic(sentVf, sentVfBytes);
  }

  /** What of it came by the VF. */
  Traffic receivedByVf() {
    return new Traffic(receivedVf, receivedVfBytes);
  }

  /**
   * All of them, by FreeBSD's names.
   *
   * @param receiveErrors frames of the channel that were none
   */
  Map<String, Long> view(long receiveErrors) {
    var map = new LinkedHashMap<String, Long>();
    map.put("ipackets", receivedPackets);
    map.put("ibytes", receivedBytes);
    map.put("imcasts", receivedGroups);
    map.put("ierrors", receiveErrors);
    map.put("iqdrops", 0L); // There is no buffer to run out of: credits hold the sender back.
    map.put("ipackets-vf", receivedVf);
    map.put("ibytes-vf", receivedVfBytes);
    map.put("opackets", sentPackets);
    map.put("obytes", sentBytes);
    map.put("omcasts", sentGroups);
    map.put("oerrors", sendErrors);
    map.put("oqdrops", sendDrops);
    map.put("opackets-vf", sentVf);
    map.put("obytes-vf", sentVfBytes);
    return map;
  }
}
