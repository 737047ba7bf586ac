package io.hnswitch.l2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class FdbTest {

  private static final long AGEING = 1_000;
  private static final long A = 0x00155d_00000aL;
  private static final long B = 0x00155d_00000bL;

  private final List<String> moved = new ArrayList<>();
  private final Fdb fdb =
      new Fdb(16, AGEING, (mac, from, to) -> moved.add(mac + ":" + from + ">" + to));

  @Test
  void findsWhatItLearned() {
    assertEquals(Fdb.NONE, fdb.port(A, 0));
    assertTrue(fdb.learn(A, 3, 0));
    assertFalse(fdb.learn(A, 3, 1));
    assertEquals(3, fdb.port(A, 2));
    assertEquals(Fdb.NONE, fdb.port(B, 2));
    assertEquals(1, fdb.learned());
  }

  @Test
  void forgetsAnAddressThatIsSilentForTheAgeingTime() {
    fdb.learn(A, 1, 0);
    assertEquals(1, fdb.port(A, AGEING - 1));
    assertEquals(Fdb.NONE, fdb.port(A, AGEING));
    fdb.learn(A, 1, AGEING - 1);
    assertEquals(1, fdb.port(A, AGEING));
  }

  @Test
  void learnsAnAgedAddressAnewWithoutCallingItAMove() {
    fdb.learn(A, 1, 0);
    assertTrue(fdb.learn(A, 2, AGEING));
    assertEquals(2, fdb.port(A, AGEING));
    assertEquals(List.of(), moved);
    assertEquals(1, fdb.agedTotal());
  }

  @Test
  void movesALearnedAddressAndTells() {
    fdb.learn(A, 1, 0);
    assertTrue(fdb.learn(A, 2, 1));
    assertEquals(2, fdb.port(A, 1));
    assertEquals(List.of(A + ":1>2"), moved);
    assertEquals(1, fdb.movesTotal());
  }

  @Test
  void neverMovesOrAgesAnOwnedAddress() {
    assertTrue(fdb.own(A, 1));
    assertFalse(fdb.learn(A, 2, 5));
    assertEquals(1, fdb.port(A, 100 * AGEING));
    fdb.flush();
    fdb.sweep(100 * AGEING);
    assertEquals(1, fdb.port(A, 100 * AGEING));
    assertEquals(0, fdb.movesTotal());
  }

  @Test
  void ownsAnAddressInPlaceOfWhatWasLearned() {
    fdb.learn(A, 2, 0);
    assertTrue(fdb.own(A, 1));
    assertEquals(1, fdb.port(A, 0));
    assertEquals(0, fdb.learned());
    assertEquals(1, fdb.fixed());
  }

  @Test
  void refusesASecondOwner() {
    fdb.own(A, 1);
    assertFalse(fdb.own(A, 2));
    assertFalse(fdb.pin(A, 2));
    assertEquals(1, fdb.port(A, 0));
  }

  @Test
  void steersOnlyAnOwnedAddressAndKnowsItsHome() {
    fdb.own(A, 1);
    assertTrue(fdb.steer(A, 7));
    assertEquals(7, fdb.port(A, 0));
    assertEquals(1, fdb.home(A));
    assertTrue(fdb.steer(A, 1));
    assertEquals(1, fdb.port(A, 0));
    fdb.learn(B, 2, 0);
    assertFalse(fdb.steer(B, 7));
    assertFalse(fdb.steer(0x1234, 7));
    assertEquals(Fdb.NONE, fdb.home(B));
    assertEquals(Fdb.NONE, fdb.home(Fdb.NONE));
  }

  @Test
  void pinsMovesAPinAndUnpins() {
    assertTrue(fdb.pin(A, 1));
    assertFalse(fdb.learn(A, 2, 0));
    assertTrue(fdb.pin(A, 3));
    assertEquals(3, fdb.port(A, 100 * AGEING));
    assertTrue(fdb.unpin(A));
    assertFalse(fdb.unpin(A));
    assertEquals(Fdb.NONE, fdb.port(A, 0));
  }

  @Test
  void flushesAPortAndSendsSteeredAddressesHome() {
    fdb.own(A, 1);
    fdb.steer(A, 7);
    fdb.learn(B, 7, 0);
    fdb.pin(0x55, 7);
    fdb.learn(0x66, 2, 0);
    fdb.flushPort(7);
    assertEquals(1, fdb.port(A, 0));
    assertEquals(Fdb.NONE, fdb.port(B, 0));
    assertEquals(Fdb.NONE, fdb.port(0x55, 0));
    assertEquals(2, fdb.port(0x66, 0));
    fdb.flushPort(1);
    assertEquals(Fdb.NONE, fdb.port(A, 0));
  }

  @Test
  void flushesOnlyWhatWasLearned() {
    fdb.own(A, 1);
    fdb.pin(B, 2);
    fdb.learn(0x66, 2, 0);
    fdb.flush();
    assertEquals(0, fdb.learned());
    assertEquals(2, fdb.fixed());
  }

  @Test
  void refusesNewAddressesWhenItIsFullAndCountsThem() {
    for (int i = 0; i < 16; i++) {
      fdb.learn(0x1000 + i, 1, 0);
    }
    assertFalse(fdb.learn(0x2000, 1, 1));
    assertEquals(1, fdb.refusedTotal());
    assertEquals(Fdb.NONE, fdb.port(0x2000, 1));
    assertTrue(fdb.own(A, 2));
    assertEquals(1, fdb.port(0x1003, 1));
  }

  @Test
  void makesRoomByRemovingWhatHasAged() {
    for (int i = 0; i < 16; i++) {
      fdb.learn(0x1000 + i, 1, i < 8 ? 0 : 500);
    }
    assertTrue(fdb.learn(0x2000, 2, AGEING));
    assertEquals(9, fdb.learned());
    assertEquals(8, fdb.agedTotal());
  }

  @Test
  void looksForRoomAtMostOncePerSecond() {
    for (int i = 0; i < 16; i++) {
      fdb.learn(0x1000 + i, 1, 0);
    }
    fdb.learn(0x2000, 2, 1);
    assertFalse(fdb.learn(0x2000, 2, AGEING), "swept a moment ago");
    assertTrue(fdb.learn(0x2000, 2, 2_000_000_000L));
  }

  @Test
  void showsEntriesThatHaveNotAged() {
    fdb.learn(A, 1, 0);
    fdb.learn(B, 2, 900);
    fdb.learn(B, 3, 950);
    fdb.own(0x77, 4);
    fdb.steer(0x77, 5);
    var shown = new ArrayList<String>();
    fdb.forEach(
        AGEING,
        (mac, port, origin, age, moves) ->
            shown.add(mac + " " + port + " " + origin.slug() + " " + age + " " + moves));
    shown.sort(null);
    var expected = new ArrayList<>(List.of(B + " 3 learned 50 1", 0x77 + " 5 steered 0 0"));
    expected.sort(null);
    assertEquals(expected, shown);
  }

  @Test
  void agreesWithAPlainMapWhateverIsLearnedAndRemoved() {
    long seed = Long.getLong("hnswitch.seed", 20260601L);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    var table = new Fdb(64, AGEING, (mac, from, to) -> {});
    Map<Long, long[]> plain = new HashMap<>();
    long now = 0;
    for (int i = 0; i < 50_000; i++) {
      long time = now;
      long mac = random.nextInt(96);
      int port = random.nextInt(4);
      switch (random.nextInt(12)) {
        case 0 -> {
          table.flushPort(port);
          plain.values().removeIf(entry -> entry[0] == port);
        }
        case 1 -> {
          table.sweep(now);
          plain.values().removeIf(entry -> time - entry[1] >= AGEING);
        }
        default -> {
          plain.values().removeIf(entry -> time - entry[1] >= AGEING);
          table.sweep(now);
          table.learn(mac, port, now);
          if (plain.containsKey(mac) || plain.size() < 64) {
            plain.put(mac, new long[] {port, now});
          }
        }
      }
      now += random.nextInt(20);
      long asked = random.nextInt(96);
      var entry = plain.get(asked);
      int expected = entry == null || now - entry[1] >= AGEING ? Fdb.NONE : (int) entry[0];
      assertEquals(expected, table.port(asked, now), "seed " + seed + ", step " + i);
    }
  }
}
