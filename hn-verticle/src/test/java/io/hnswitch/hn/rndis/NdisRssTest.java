package io.hnswitch.hn.rndis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.hn.nvs.Fault;
import io.hnswitch.hn.nvs.Hex;
import io.hnswitch.hn.nvs.NvsVersion;
import io.hnswitch.hn.nvs.Parsed;
import io.hnswitch.rss.RssHash;
import io.hnswitch.rss.RssKey;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** RSS capabilities and parameters. */
class NdisRssTest {

  private static final int CAPABILITIES =
      NdisRssCaps.TOEPLITZ | NdisRssCaps.IPV4 | NdisRssCaps.IPV6;
  private static final int TYPES =
      RssHash.IPV4 | RssHash.TCP_IPV4 | RssHash.IPV6 | RssHash.TCP_IPV6;

  private static NdisRssCaps caps(long rings, int entries) {
    return new NdisRssCaps(2, CAPABILITIES, 1, rings, entries);
  }

  private static Fault fault(Parsed<?> parsed) {
    return ((Parsed.Malformed<?>) parsed).fault();
  }

  private static Parsed<NdisRssCaps.Choice> choose(NdisRssCaps caps) {
    return caps.choose(NvsVersion.NDIS_6_30, false);
  }

  @Test
  void capabilitiesHaveTheGoldenBytes() {
    var golden = Octets.of(Hex.bytes("88021200 01030000 01000000 08000000 8000"));
    assertEquals(golden, caps(8, 128).encode());
    assertEquals(caps(8, 128), NdisRssCaps.decode(golden).orElseThrow());
    assertEquals("880212" + "00".repeat(15), NdisRssCaps.request().toString());
  }

  @Test
  void revision1Means128Entries() {
    var one = Octets.of(Hex.bytes("88011000 01030000 01000000 08000000"));
    assertEquals(128, NdisRssCaps.decode(one).orElseThrow().entries());
    assertEquals(one, new NdisRssCaps(1, CAPABILITIES, 1, 8, 128).encode());
  }

  @Test
  void objectsThatDoNotFitAreRefused() {
    var golden = caps(8, 128).encode();
    assertEquals(Fault.BAD_BOUNDS, fault(NdisRssCaps.decode(golden.first(17))));
    assertEquals(Fault.TOO_SHORT, fault(NdisRssCaps.decode(golden.first(2))));
    assertEquals(
        Fault.BAD_BOUNDS,
        fault(NdisRssCaps.decode(Octets.of(Hex.bytes("88020f00" + "00".repeat(20))))));
    assertEquals(
        Fault.BAD_VALUE,
        fault(NdisRssCaps.decode(Octets.of(Hex.bytes("89021200" + "00".repeat(20))))));
  }

  @Test
  void choosesRingsEntriesAndTypes() {
    assertEquals(
        new NdisRssCaps.Choice(8, 128, RssHash.TOEPLITZ | TYPES),
        choose(caps(8, 128)).orElseThrow());
    assertEquals(4, choose(caps(8, 4)).orElseThrow().rings());
    assertEquals(128, choose(caps(0xffff_ffffL, 128)).orElseThrow().rings());
    int withUdp = caps(8, 128).choose(NvsVersion.NDIS_6_20, true).orElseThrow().hashInfo();
    assertEquals(RssHash.TOEPLITZ | TYPES | RssHash.UDP_IPV4, withUdp);
  }

  @Test
  void refusesWhatLeavesNothingToSpread() {
    assertEquals(Fault.BAD_VALUE, fault(choose(caps(0, 128))));
    assertEquals(Fault.UNSUPPORTED, fault(choose(caps(8, 256))));
    assertEquals(Fault.BAD_VALUE, fault(choose(caps(8, 0))));
    assertEquals(Fault.UNSUPPORTED, fault(choose(new NdisRssCaps(2, NdisRssCaps.IPV4, 1, 8, 128))));
    assertEquals(
        Fault.UNSUPPORTED, fault(choose(new NdisRssCaps(2, NdisRssCaps.TOEPLITZ, 1, 8, 128))));
    assertEquals(Fault.UNSUPPORTED, fault(caps(8, 128).choose(NvsVersion.NDIS_6_1, false)));
  }

  private static NdisRssParams params(int flags, int hashInfo, int entries, int channels) {
    return new NdisRssParams(
        flags, hashInfo, RssKey.WELL_KNOWN, NdisRssParams.spread(entries, channels));
  }

  @Test
  void parametersHaveTheGoldenBytes() {
    var object = params(0, RssHash.TOEPLITZ | TYPES | RssHash.UDP_IPV4, 128, 4).encode();
    assertEquals(592, object.size());
    var golden =
        "89025002 00000000 01170000 00020000 50000000 28000000 28000000 00000000"
            + "00000000 00000000";
    assertEquals(Hex.text(Hex.bytes(golden)), object.first(40).toString());
    var in = object.buffer();
    assertEquals(0x6d, in.get(40));
    assertEquals(3, in.getInt(80 + 4 * 127));
    assertEquals(
        params(0, RssHash.TOEPLITZ | TYPES, 128, 4), NdisRssParams.decode(object, 4).orElseThrow());
  }

  @Test
  void disableMakesTheRestIrrelevant() {
    var bytes = Octets.of(Hex.bytes("89021c00 10000000 01170000" + "ff".repeat(16)));
    assertTrue(NdisRssParams.decode(bytes, 1).orElseThrow().isDisable());
    var noFunction = Octets.of(Hex.bytes("89021c00 00000000 00170000" + "ff".repeat(16)));
    assertTrue(NdisRssParams.decode(noFunction, 1).orElseThrow().isDisable());
    var whole = params(NdisRssParams.DISABLE, RssHash.TOEPLITZ | TYPES, 128, 4).encode();
    assertTrue(NdisRssParams.decode(whole, 1).orElseThrow().isDisable());
  }

  private static Octets changed(int at, int width, int value) {
    var bytes = params(0, RssHash.TOEPLITZ | TYPES, 8, 4).encode().toArray();
    for (int i = 0; i < width; i++) {
      bytes[at + i] = (byte) (value >>> 8 * i);
    }
    return Octets.of(bytes);
  }

  @Test
  void hostRefusesBadParameters() {
    assertEquals(Fault.BAD_VALUE, fault(NdisRssParams.decode(changed(0, 1, 0), 4)));
    assertEquals(Fault.BAD_VALUE, fault(NdisRssParams.decode(changed(1, 1, 0), 4)));
    assertEquals(Fault.BAD_BOUNDS, fault(NdisRssParams.decode(changed(2, 2, 593), 4)));
    assertEquals(Fault.BAD_BOUNDS, fault(NdisRssParams.decode(changed(2, 2, 27), 4)));
    assertEquals(Fault.BAD_VALUE, fault(NdisRssParams.decode(changed(80, 4, 4), 4)));
    assertEquals(Fault.BAD_VALUE, fault(NdisRssParams.decode(changed(80, 4, -1), 4)));
    assertEquals(Fault.BAD_VALUE, fault(NdisRssParams.decode(changed(12, 2, 0), 4)));
    assertEquals(Fault.BAD_VALUE, fault(NdisRssParams.decode(changed(12, 2, 30), 4)));
    assertEquals(Fault.BAD_VALUE, fault(NdisRssParams.decode(changed(12, 2, 0xfffc), 4)));
    assertEquals(Fault.BAD_BOUNDS, fault(NdisRssParams.decode(changed(12, 2, 36), 4)));
    assertEquals(Fault.BAD_VALUE, fault(NdisRssParams.decode(changed(20, 2, 39), 4)));
    assertEquals(Fault.BAD_BOUNDS, fault(NdisRssParams.decode(changed(24, 4, 73), 4)));
    assertEquals(Fault.BAD_BOUNDS, fault(NdisRssParams.decode(changed(24, 4, -1), 4)));
    assertEquals(Fault.BAD_BOUNDS, fault(NdisRssParams.decode(changed(16, 4, 0xffffffe0), 4)));
    assertEquals(Fault.TOO_SHORT, fault(NdisRssParams.decode(changed(0, 1, 0).first(27), 4)));
  }

  @Test
  void aShortTableIsRepeated() {
    assertEquals(List.of(0, 1, 2, 0, 1, 2, 0, 1), params(0, 1, 3, 3).tableOf(8));
  }

  @Test
  void neverThrowsWhateverTheBytes() {
    var random = new Random(43);
    var all =
        List.of(
            params(0, RssHash.TOEPLITZ | TYPES, 8, 4).encode(),
            caps(8, 128).encode(),
            NdisOffload.offered().encode(),
            NdisOffloadParameters.choose(NdisOffload.offered(), NvsVersion.NDIS_6_30, 1500, true)
                .encode());
    for (int i = 0; i < 40_000; i++) {
      var bytes = all.get(random.nextInt(all.size())).toArray();
      bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 8));
      for (int n = random.nextInt(4); n > 0 && bytes.length > 0; n--) {
        bytes[random.nextInt(Math.min(bytes.length, 48))] = (byte) random.nextInt();
      }
      var object = Octets.of(bytes);
      assertNotNull(NdisRssParams.decode(object, 4));
      assertNotNull(NdisOffload.decode(object));
      assertNotNull(NdisOffloadParameters.decode(object));
      if (NdisRssCaps.decode(object) instanceof Parsed.Ok<NdisRssCaps>(var caps)) {
        assertNotNull(choose(caps));
      }
    }
  }
}
