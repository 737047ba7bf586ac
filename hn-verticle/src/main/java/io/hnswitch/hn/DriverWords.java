package io.hnswitch.hn;

import io.hnswitch.offload.Offload;

/** What hn agreed on and what it enabled, as the bit words that its sysctls show. */
final class DriverWords {

  private DriverWords() {}

  /** What was negotiated with the host. */
  static int capabilities(NvscEffect.Agreement agreement) {
    var bits = BitNames.CAPABILITIES;
    var version = agreement.version();
    int word = version.hasNdisConfig() ? bits.bit("VLAN") | bits.bit("MTU") : 0;
    word |= version.hasRss() ? bits.bit("HASHVAL") : 0;
    var offer = agreement.offload();
    if (offer == null) {
      return word;
    }
    word |= offer.sumsIpv4Header() ? bits.bit("IPCS") : 0;
    word |= offer.sumsTcp4() ? bits.bit("TCP4CS") : 0;
    word |= offer.sumsTcp6() ? bits.bit("TCP6CS") : 0;
    word |= offer.sumsUdp4() ? bits.bit("UDP4CS") : 0;
    word |= offer.sumsUdp6() ? bits.bit("UDP6CS") : 0;
    boolean pays = offer.lsoPaysOff(agreement.mtu());
    word |= offer.segments4() && pays ? bits.bit("TSO4") : 0;
    return word | (offer.segments6() && pays ? bits.bit("TSO6") : 0);
  }

  /**
   * What the stack may leave to hn: of each enabled capability the bits that were negotiated
   * (section 1 of the behaviour reference).
   */
  static int assist(NicInterface face, NvscEffect.Agreement agreement) {
    int had = capabilities(agreement);
    int word = 0;
    if (face.has(Offload.TXCSUM)) {
      word |= assist("CSUM_IP", "IPCS", had);
      word |= assist("CSUM_IP_TCP", "TCP4CS", had) | assist("CSUM_IP_UDP", "UDP4CS", had);
    }
    if (face.has(Offload.TXCSUM_IPV6)) {
      word |= assist("CSUM_IP6_TCP", "TCP6CS", had) | assist("CSUM_IP6_UDP", "UDP6CS", had);
    }
    word |= face.has(Offload.TSO4) ? assist("CSUM_IP_TSO", "TSO4", had) : 0;
    return word | (face.has(Offload.TSO6) ? assist("CSUM_IP6_TSO", "TSO6", had) : 0);
  }

  private static int assist(String name, String needs, int had) {
    return (had & BitNames.CAPABILITIES.bit(needs)) != 0 ? BitNames.ASSIST.bit(name) : 0;
  }
}
