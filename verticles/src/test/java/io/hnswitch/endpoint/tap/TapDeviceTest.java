package io.hnswitch.endpoint.tap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What needs no rights; the rest is in {@link TapDeviceIT}. */
class TapDeviceTest {

  @ParameterizedTest
  @CsvSource({
    "1, NOT_PERMITTED", // EPERM: TUNSETIFF without CAP_NET_ADMIN
    "13, NOT_PERMITTED", // EACCES: mode of /dev/net/tun
    "2, NOT_SUPPORTED", // ENOENT: no /dev/net/tun
    "19, NOT_SUPPORTED", // ENODEV: /dev/net/tun without a driver behind it
    "16, NAME_IN_USE", // EBUSY
    "22, IO", // EINVAL
  })
  void saysWhatKindOfTroubleAnErrorNumberIs(int errno, TapError error) {
    assertEquals(error, TapDevice.errorOf(errno));
  }

  @Test
  void hasTheSystemsTextForAnErrorNumber() {
    assertTrue(Libc.describe(1).endsWith(" (errno 1)"), Libc.describe(1));
  }

  @Test
  void asksForSegmentationOnlyWithChecksums() {
    assertEquals(0, TapDevice.offloadFlags(false, true, true));
    assertEquals(0x1, TapDevice.offloadFlags(true, false, false));
    assertEquals(0x1 | 0x2 | 0x8, TapDevice.offloadFlags(true, true, false));
    assertEquals(0x1 | 0x2 | 0x4 | 0x8, TapDevice.offloadFlags(true, true, true));
  }
}
