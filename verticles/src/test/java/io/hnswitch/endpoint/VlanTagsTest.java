package io.hnswitch.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import java.lang.foreign.Arena;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class VlanTagsTest {

  private static final String TAGGED = "0102030405060708090a0b0c8100600a0800aabbccdd";
  private static final String PLAIN = "0102030405060708090a0b0c0800aabbccdd";

  private static String text(Memory memory, long at, int length) {
    var bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = memory.segment().get(Memory.BYTE, at + i);
    }
    return HexFormat.of().formatHex(bytes);
  }

  private static int put(Memory memory, long at, String hex) {
    var bytes = HexFormat.of().parseHex(hex);
    for (int i = 0; i < bytes.length; i++) {
      memory.segment().set(Memory.BYTE, at + i, bytes[i]);
    }
    return bytes.length;
  }

  @Test
  void takesTheTagOutAndPutsItBack() {
    try (var arena = Arena.ofConfined()) {
      var memory = Memory.ofArena(arena, 1 << 20);
      var slab = BurstPool.slabs(memory, 1, 4096, Runnable::run, () -> {}).take().slab();
      long at = slab.region() + 64;
      int length = put(memory, at, TAGGED);
      long offload = Frames.offload(Frames.CSUM_PARTIAL, 18, 2, 0);
      int slot = VlanTags.add(memory.segment(), slab, at, length, offload);
      assertEquals(3 << 13 | 10, slab.vlan(slot));
      assertEquals(PLAIN, text(memory, slab.address(slot), slab.length(slot)));
      assertEquals(14, Frames.checksumStart(slab.offload(slot)));
      assertEquals(0x010203040506L, MacAddress.readRaw(memory.segment(), slab.address(slot)));

      long again = VlanTags.insert(memory.segment(), slab.address(slot), slab.vlan(slot));
      assertEquals(TAGGED, text(memory, again, length));
      assertEquals(
          offload, VlanTags.moved(slab.offload(slot), VlanTags.BYTES), "where the checksum is");
    }
  }

  @Test
  void leavesOthersAloneAndRefusesHalfATag() {
    try (var arena = Arena.ofConfined()) {
      var memory = Memory.ofArena(arena, 1 << 20);
      var slab = BurstPool.slabs(memory, 1, 4096, Runnable::run, () -> {}).take().slab();
      long at = slab.region() + 64;
      int length = put(memory, at, PLAIN);
      int slot = VlanTags.add(memory.segment(), slab, at, length, 0);
      assertEquals(Frames.NO_VLAN, slab.vlan(slot));
      assertEquals(at, slab.address(slot));
      put(memory, at, TAGGED);
      assertEquals(VlanTags.MALFORMED, VlanTags.add(memory.segment(), slab, at, 17, 0));
      assertEquals(1, slab.count());
    }
  }
}
