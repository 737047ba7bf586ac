package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.id.NicId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HnUnitsTest {

  private static final NicId A = new NicId("a", "hn0");
  private static final NicId B = new NicId("b", "hn0");
  private static final NicId C = new NicId("c", "hn0");

  private final HnUnits units = new HnUnits();

  @Test
  void countsInOrderOfAttach() {
    units.attach(B);
    units.attach(A);
    assertEquals(Map.of(0, B, 1, A), units.all());
    assertEquals(Optional.of(A), units.nic(1));
    assertEquals(Optional.empty(), units.nic(2));
  }

  @Test
  void keepsANumberWhileTheDeviceLives() {
    units.attach(A);
    units.attach(B);
    units.detach(A);
    assertEquals(Map.of(1, B), units.all());
    units.attach(B);
    assertEquals(Map.of(1, B), units.all());
  }

  @Test
  void givesTheSmallestFreeNumber() {
    units.attach(A);
    units.attach(B);
    units.detach(A);
    units.attach(C);
    units.attach(A);
    assertEquals(Map.of(0, C, 1, B, 2, A), units.all());
  }
}
