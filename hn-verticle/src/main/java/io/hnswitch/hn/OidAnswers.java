package io.hnswitch.hn;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.hn.rndis.NdisOffload;
import io.hnswitch.hn.rndis.Octets;
import io.hnswitch.hn.rndis.Oid;
import io.hnswitch.hn.rndis.RndisMessage;
import io.hnswitch.hn.rndis.RndisStatus;
import io.hnswitch.hn.rss.HostRss;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What the host answers to OID queries (section 14 of the wire reference). */
final class OidAnswers {

  /** Everything the modelled host can do, coalescing included. */
  static final NdisOffload OFFERED = offered();

  private static final int LINK_SPEED_100BPS = 100_000_000;
  private static final int BUFFER_SPACE = 262_144;
  private static final int VENDOR = 0x155d;
  private static final int MAC_OPTIONS = 0x1 | 0x4 | 0x8 | 0x40 | 0x200;

  private final MacAddress mac;
  private final HostRss rss;

  OidAnswers(MacAddress mac, HostRss rss) {
    this.rss = rss;
    this.mac = mac;
  }

  private static NdisOffload offered() {
    var all = NdisOffload.offered();
    return new NdisOffload(
        all.revision(),
        all.ipv4Tx(),
        all.ipv4Rx(),
        all.ipv6Tx(),
        all.ipv6Rx(),
        all.lso4(),
        all.lso6(),
        true,
        true);
  }

  RndisMessage query(RndisMessage.Query query, int mtu, boolean link) {
    return Oid.ofWire(query.oid())
        .flatMap(oid -> answer(oid, mtu, link))
        .<RndisMessage>map(
            octets ->
                new RndisMessage.QueryComplete(
                    query.requestId(), RndisStatus.SUCCESS.wire(), octets))
        .orElseGet(
            () ->
                new RndisMessage.QueryComplete(
                    query.requestId(), RndisStatus.NOT_SUPPORTED.wire(), Octets.NONE));
  }

  private Optional<Octets> answer(Oid oid, int mtu, boolean link) {
    return Optional.ofNullable(
        switch (oid) {
          case PERMANENT_ADDRESS, CURRENT_ADDRESS -> address();
          case OFFLOAD_HARDWARE_CAPABILITIES, OFFLOAD_CURRENT_CONFIG -> OFFERED.encode();
          case MAXIMUM_FRAME_SIZE, MAXIMUM_LOOKAHEAD, CURRENT_LOOKAHEAD -> Octets.ofWord(mtu);
          case MAXIMUM_TOTAL_SIZE, TRANSMIT_BLOCK_SIZE, RECEIVE_BLOCK_SIZE ->
              Octets.ofWord(mtu + 14);
          case RSS_CAPABILITIES -> rss.capabilities();
          case MEDIA_CONNECT_STATUS -> Octets.ofWord(link ? 0 : 1);
          case HARDWARE_STATUS, MEDIA_SUPPORTED, MEDIA_IN_USE, MULTICAST_LIST_SIZE ->
              Octets.ofWord(0);
          case LINK_SPEED -> Octets.ofWord(LINK_SPEED_100BPS);
          case TRANSMIT_BUFFER_SPACE, RECEIVE_BUFFER_SPACE -> Octets.ofWord(BUFFER_SPACE);
          case VENDOR_ID -> Octets.ofWord(VENDOR);
          case VENDOR_DESCRIPTION ->
              Octets.of("hnswitch virtual switch port\0".getBytes(StandardCharsets.US_ASCII));
          case DRIVER_VERSION -> Octets.of((byte) 0, (byte) 1);
          case MAC_OPTIONS -> Octets.ofWord(MAC_OPTIONS);
          case MAXIMUM_SEND_PACKETS -> Octets.ofWord(-1);
          case SUPPORTED_LIST,
              CURRENT_PACKET_FILTER,
              RSS_PARAMETERS,
              MAXIMUM_LINK_SPEED,
              LINK_STATE,
              FRIENDLY_NAME,
              CONFIG_PARAMETER,
              OFFLOAD_ENCAPSULATION,
              OFFLOAD_PARAMETERS ->
              null;
        });
  }

  private Octets address() {
    var bytes = new byte[6];
    for (int i = 0; i < 6; i++) {
      bytes[i] = (byte) (mac.value() >>> 40 - 8 * i);
    }
    return Octets.of(bytes);
  }
}
