package io.hnswitch.qdisc;

import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.offload.WireBytes;
import io.hnswitch.policy.Senders;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells frames apart by the NIC that sent them; each has the share that its port's policy gives it.
 * How urgent a frame is says its VLAN tag alone, which a port keeps only when its policy says so: a
 * codepoint of IP is the guest's own word.
 */
final class BySender implements Classifier {

  private static final int SOURCE = 6;
  private static final int PRIORITY_SHIFT = 13;

  private final MemorySegment bytes;
  private final Senders senders;
  private final WireBytes wire;
  private final long[] frames = new long[FLOWS];
  private final long[] sentBytes = new long[FLOWS];
  private final long[] dropped = new long[FLOWS];

  /** Whose the counts are: a number may get another owner. */
  private final long[] owners = new long[FLOWS];

  BySender(Memory memory, Senders senders) {
    this.bytes = memory.segment();
    this.senders = senders;
    this.wire = new WireBytes(memory);
  }

  @Override
  public int wireBytes(FrameSlab slab, int slot) {
    return wire.of(slab.address(slot), slab.length(slot), slab.offload(slot), slab.vlan(slot));
  }

  @Override
  public Band band(FrameSlab slab, int slot) {
    int tag = slab.vlan(slot);
    return tag == Frames.NO_VLAN
        ? Band.MIDDLE
        : Band.ofVlanPriority((tag & 0xffff) >>> PRIORITY_SHIFT);
  }

  @Override
  public int flow(FrameSlab slab, int slot) {
    return slab.length(slot) < Frames.ETHERNET_HEADER
        ? Senders.OTHERS
        : senders.of(MacAddress.readRaw(bytes, slab.address(slot) + SOURCE));
  }

  @Override
  public int weight(int flow) {
    return senders.weight(flow);
  }

  @Override
  public boolean countsAll() {
    return true;
  }

  @Override
  public void sent(int flow, int wireBytes) {
    own(flow);
    frames[flow]++;
    sentBytes[flow] += wireBytes;
  }

  @Override
  public void dropped(int flow) {
    own(flow);
    dropped[flow]++;
  }

  private void own(int flow) {
    long owner = senders.owner(flow);
    if (owners[flow] != owner) {
      owners[flow] = owner;
      frames[flow] = 0;
      sentBytes[flow] = 0;
      dropped[flow] = 0;
    }
  }

  /** What each has had, of those that have sent anything. */
  List<Share> shares() {
    var shares = new ArrayList<Share>();
    for (int flow = 0; flow < FLOWS; flow++) {
      if (owners[flow] == senders.owner(flow) && frames[flow] + dropped[flow] > 0) {
        shares.add(
            new Share(
                senders.name(flow),
                senders.weight(flow),
                frames[flow],
                sentBytes[flow],
                dropped[flow]));
      }
    }
    return shares;
  }
}
