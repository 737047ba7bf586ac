package io.hnswitch.vf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.control.VfControl;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.lab.AdapterSpec;
import io.hnswitch.offload.TsoLimits;
import io.hnswitch.rss.RssFunction;
import io.hnswitch.rss.RssHash;
import io.hnswitch.rss.RssKey;
import io.hnswitch.rss.RssTypes;
import io.hnswitch.rss.VfRss;
import io.hnswitch.testing.IpFrames;
import io.hnswitch.time.Seeds;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VfHashTest {

  private static final VfRss REPORTING =
      new VfRss(RssFunction.TOEPLITZ, RssKey.WELL_KNOWN, VfRss.DEFAULT_TYPES, true);

  private final Arena arena = Arena.ofConfined();
  private final Memory memory = Memory.ofArena(arena, 8 << 20);
  private final BurstPool pool = BurstPool.slabs(memory, 2, 256 << 10, Runnable::run, () -> {});

  @AfterEach
  void close() {
    assertEquals(0, pool.outstanding());
    arena.close();
  }

  private static VfHash vf(VfRss rss, long seed, int serial) {
    var grant = new Grant(NicId.parse("a:hn0"), new MacAddress(0xa), serial);
    var settings =
        new VfSettings(
            new VfId("pf0", 0),
            grant,
            AdapterSpec.DEFAULT_OFFLOADS,
            TsoLimits.UNLIMITED,
            9000,
            rss);
    return new VfHash(settings, new Seeds(seed));
  }

  private static VfHash up(VfRss rss, long seed, int serial) {
    var hash = vf(rss, seed, serial);
    hash.up();
    return hash;
  }

  private static RssKey key(VfHash hash) {
    var is = assertInstanceOf(VfControl.RssKeyIs.class, hash.key());
    assertEquals(RssFunction.TOEPLITZ, is.function());
    return is.key();
  }

  @Test
  void makesItsKeyWhenItIsBroughtUp() {
    var hash = vf(VfRss.DEFAULT, 1, 1);
    var refused = assertInstanceOf(Outcome.Refused.class, hash.key());
    assertEquals(Refusal.STATE_CONFLICT, refused.reason());
    hash.up();
    var made = key(hash);
    assertEquals(RssKey.BYTES, made.size());
    hash.up();
    assertEquals(made, key(hash), "once");
    assertEquals(new VfControl.RssHashIs(RssFunction.TOEPLITZ, VfRss.DEFAULT_TYPES), hash.types());
  }

  @Test
  void makesAnotherKeyForEachArrivalAndEachSeed() {
    var one = key(up(VfRss.DEFAULT, 1, 1));
    assertEquals(one, key(up(VfRss.DEFAULT, 1, 1)));
    assertNotEquals(one, key(up(VfRss.DEFAULT, 1, 2)));
    assertNotEquals(one, key(up(VfRss.DEFAULT, 2, 1)));
  }

  @Test
  void hasTheKeyOfTheLabFromTheStart() {
    var key = RssKey.of(new byte[52]);
    var given = new VfRss(RssFunction.TOEPLITZ, key, VfRss.DEFAULT_TYPES, false);
    assertEquals(key, key(vf(given, 1, 1)));
    assertEquals(key, key(up(given, 1, 1)));
  }

  @Test
  void saysThatItHasNoneOrAPrivateOne() {
    var none = up(new VfRss(RssFunction.NONE, RssKey.NONE, RssTypes.NONE, true), 1, 1);
    assertEquals(new VfControl.RssKeyIs(RssFunction.NONE, RssKey.NONE), none.key());
    var secret = up(new VfRss(RssFunction.PRIVATE, RssKey.NONE, RssTypes.ALL, true), 1, 1);
    assertEquals(new VfControl.RssKeyIs(RssFunction.PRIVATE, RssKey.NONE), secret.key());
    assertEquals(new VfControl.RssHashIs(RssFunction.PRIVATE, RssTypes.ALL), secret.types());
  }

  private FrameBurst burst(byte[]... frames) {
    var burst = pool.take();
    long at = burst.slab().region();
    for (var frame : frames) {
      MemorySegment.copy(MemorySegment.ofArray(frame), 0, memory.segment(), at, frame.length);
      int slot = burst.slab().add(at, frame.length, 0);
      burst.slab().hash(slot, 7, RssHash.TOEPLITZ | RssHash.IPV6);
      at += 2048;
    }
    return burst.seal();
  }

  private static String hash(FrameBurst burst, int slot) {
    return "%x %x".formatted(burst.hashInfo(slot), burst.hash(slot));
  }

  // holds: S56
  @Test
  void reportsThePublishedHashesAndLeavesTheSlabAlone() {
    var burst =
        burst(IpFrames.ipv4(IpFrames.TCP, 60), IpFrames.ipv4(IpFrames.UDP, 60), new byte[60]);
    up(REPORTING, 1, 1).report(burst, memory.segment());
    assertEquals("201 51ccc178", hash(burst, 0));
    assertEquals("4001 51ccc178", hash(burst, 1));
    assertEquals("0 0", hash(burst, 2));
    assertEquals(7, burst.slab().hash(0), "others may list this frame, too");
    burst.release();
  }

  @Test
  void reportsNothingUnlessAsked() {
    var burst = burst(IpFrames.ipv4(IpFrames.TCP, 60));
    up(VfRss.DEFAULT, 1, 1).report(burst, memory.segment());
    vf(REPORTING, 1, 1).report(burst, memory.segment());
    var secret = new VfRss(RssFunction.PRIVATE, RssKey.WELL_KNOWN, RssTypes.ALL, true);
    up(secret, 1, 1).report(burst, memory.segment());
    var shortKey = new VfRss(RssFunction.TOEPLITZ, RssKey.of(new byte[8]), RssTypes.ALL, true);
    up(shortKey, 1, 1).report(burst, memory.segment());
    assertEquals("401 7", hash(burst, 0));
    burst.release();
  }
}
