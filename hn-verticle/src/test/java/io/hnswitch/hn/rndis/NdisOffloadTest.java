package io.hnswitch.hn.rndis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.hn.nvs.Fault;
import io.hnswitch.hn.nvs.Hex;
import io.hnswitch.hn.nvs.NvsVersion;
import io.hnswitch.hn.nvs.Parsed;
import io.hnswitch.offload.Offload;
import org.junit.jupiter.api.Test;

/** What a host offers and what a guest makes of it. */
class NdisOffloadTest {

  private static final NdisOffload ALL = NdisOffload.offered();

  private static NdisOffload with(int ipv4Tx, int ipv6Tx) {
    return new NdisOffload(
        3, ipv4Tx, 0, ipv6Tx, 0, NdisOffload.Lso.NONE, NdisOffload.Lso.NONE, false, false);
  }

  private static NdisOffload with(NdisOffload.Lso lso4, NdisOffload.Lso lso6) {
    return new NdisOffload(3, 0, 0, 0, 0, lso4, lso6, false, false);
  }

  private static Octets resized(NdisOffload offload, int revision, int size) {
    var bytes = java.util.Arrays.copyOf(offload.encode().toArray(), Math.max(size, 156));
    bytes[1] = (byte) revision;
    bytes[2] = (byte) size;
    return Octets.of(java.util.Arrays.copyOf(bytes, size));
  }

  @Test
  void isReadBackAsWritten() {
    assertEquals(ALL, NdisOffload.decode(ALL.encode()).orElseThrow());
    assertEquals(156, ALL.encode().size());
    assertEquals("a7039c00", ALL.encode().first(4).toString());
    var in = ALL.encode().buffer();
    assertEquals(2, in.getInt(4));
    assertEquals(0x155, in.getInt(8));
    assertEquals(0x55, in.getInt(24));
    assertEquals(0xf53c, in.getInt(84));
    assertEquals(5, in.getInt(104));
  }

  @Test
  void requestHasTheRevisionOfTheNdisVersion() {
    assertEquals(156, NdisOffload.request(NvsVersion.NDIS_6_30).size());
    assertEquals(144, NdisOffload.request(NvsVersion.NDIS_6_1).size());
    assertEquals(112, NdisOffload.request(0x00060000).size());
  }

  @Test
  void sizeMustHoldTheFieldsOfTheRevision() {
    assertTrue(NdisOffload.decode(resized(ALL, 1, 112)) instanceof Parsed.Ok);
    assertTrue(NdisOffload.decode(resized(ALL, 2, 144)) instanceof Parsed.Ok);
    assertFault(Fault.BAD_BOUNDS, resized(ALL, 3, 144));
    assertFault(Fault.BAD_BOUNDS, resized(ALL, 1, 111));
    assertFault(Fault.BAD_VALUE, resized(ALL, 0, 112));
    assertFault(Fault.BAD_BOUNDS, ALL.encode().first(155));
    assertFault(Fault.TOO_SHORT, ALL.encode().first(3));
    assertFault(Fault.BAD_VALUE, Octets.of(new byte[156]));
  }

  private static void assertFault(Fault fault, Octets object) {
    assertEquals(fault, ((Parsed.Malformed<NdisOffload>) NdisOffload.decode(object)).fault());
  }

  @Test
  void revision1SaysNothingAboutCoalescing() {
    var one = NdisOffload.decode(resized(ALL, 1, 112)).orElseThrow();
    assertFalse(one.rsc4());
    var chosen = NdisOffloadParameters.choose(one, NvsVersion.NDIS_6_30, 1500, true);
    assertEquals(NdisOffloadParameters.NO_CHANGE, chosen.rsc4());
  }

  @Test
  void transmitChecksumsNeedTheirOptions() {
    int tcp = NdisOffload.TCP;
    int options = NdisOffload.TCP_OPTIONS;
    int ip = NdisOffload.IP_OPTIONS;
    assertFalse(with(tcp, tcp | options).sumsTcp4());
    assertFalse(with(tcp, tcp | options).sumsTcp6());
    assertTrue(with(tcp | options, tcp | options | ip).sumsTcp4());
    assertTrue(with(tcp | options, tcp | options | ip).sumsTcp6());
    assertTrue(with(NdisOffload.UDP, NdisOffload.UDP).sumsUdp4());
    assertFalse(with(NdisOffload.UDP, NdisOffload.UDP).sumsUdp6());
    assertFalse(with(NdisOffload.IP_HEADER, 0).sumsIpv4Header());
    assertTrue(with(NdisOffload.IP_HEADER | ip, 0).sumsIpv4Header());
  }

  @Test
  void segmentationOfIpv6NeedsBothOptions() {
    assertTrue(ALL.segments6());
    var noExtensions = new NdisOffload.Lso(2, 62780, 2, NdisOffload.TCP_OPTIONS);
    assertFalse(with(NdisOffload.Lso.OFFERED_4, noExtensions).segments6());
    assertFalse(with(new NdisOffload.Lso(1, 62780, 2, 0), NdisOffload.Lso.NONE).segments4());
  }

  @Test
  void segmentationIsOffWhenItDoesNotPayOff() {
    var tight = with(new NdisOffload.Lso(2, 3000, 2, 0), NdisOffload.Lso.NONE);
    assertTrue(tight.lsoPaysOff(1500));
    var small = with(new NdisOffload.Lso(2, 2999, 1, 0), NdisOffload.Lso.OFFERED_6);
    assertFalse(small.lsoPaysOff(1500));
    assertFalse(small.capabilities(1500).has(Offload.TSO4));
    var chosen = NdisOffloadParameters.choose(small, NvsVersion.NDIS_6_30, 1500, false);
    assertEquals(NdisOffloadParameters.OFF, chosen.lso4());
    assertEquals(NdisOffloadParameters.OFF, chosen.lso6());
    var wild = with(new NdisOffload.Lso(2, 62780, 0xffff_ffffL, 0), NdisOffload.Lso.NONE);
    assertFalse(wild.lsoPaysOff(9000));
  }

  @Test
  void aFullOfferBecomesAllCapabilities() {
    assertEquals(
        java.util.List.of("rxcsum", "txcsum", "tso4", "tso6", "rxcsum-ipv6", "txcsum-ipv6"),
        ALL.capabilities(1500).slugs());
    assertEquals(62780, ALL.lsoSizeMax());
    assertEquals(65535, with(0, 0).lsoSizeMax());
  }

  @Test
  void parametersHaveTheGoldenBytes() {
    var chosen = NdisOffloadParameters.choose(ALL, NvsVersion.NDIS_6_30, 1500, true);
    var golden =
        Octets.of(Hex.bytes("80031c00 04040404 04000002 02000000 00000000 00000101 00000000"));
    assertEquals(golden, chosen.encode());
    assertEquals(chosen, NdisOffloadParameters.decode(golden).orElseThrow());
    var older = NdisOffloadParameters.choose(ALL, NvsVersion.NDIS_6_1, 1500, true);
    assertEquals(22, older.encode().size());
  }

  @Test
  void parametersOutOfRangeAreRefused() {
    var good = "80021600 04040404 04000002 02000000 00000000 0000";
    assertTrue(NdisOffloadParameters.decode(Octets.of(Hex.bytes(good))) instanceof Parsed.Ok);
    refuses(Fault.BAD_VALUE, "80021600 05040404 04000002 02000000 00000000 0000");
    refuses(Fault.BAD_VALUE, "80021600 04040404 04000003 02000000 00000000 0000");
    refuses(Fault.UNSUPPORTED, "80021600 04040404 04020002 02000000 00000000 0000");
    refuses(Fault.BAD_BOUNDS, "80021300 04040404 04000002 02000000 000000");
    refuses(Fault.BAD_BOUNDS, "80021700 04040404 04000002 02000000 00000000 0000");
    refuses(Fault.BAD_VALUE, "80001600 04040404 04000002 02000000 00000000 0000");
  }

  private static void refuses(Fault fault, String hex) {
    var found = NdisOffloadParameters.decode(Octets.of(Hex.bytes(hex)));
    assertEquals(fault, ((Parsed.Malformed<NdisOffloadParameters>) found).fault());
  }
}
