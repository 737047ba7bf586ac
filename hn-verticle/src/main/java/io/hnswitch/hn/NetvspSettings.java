package io.hnswitch.hn;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.hn.rndis.NdisRssCaps;
import io.hnswitch.hn.rss.HostRss;
import io.hnswitch.id.NicId;
import io.hnswitch.migration.MigrationId;
import java.util.Optional;

/**
 * What the host's end of an hn channel is told when it is made.
 *
 * @param virtualSwitch the switch its port is on
 * @param rss how it can hash what it sends to the guest
 * @param joining the migration that the guest comes by; empty for one that starts here
 */
public record NetvspSettings(
    NicId nic,
    MacAddress mac,
    String virtualSwitch,
    NdisRssCaps rss,
    Optional<MigrationId> joining) {

  /** For a guest that starts here. */
  public NetvspSettings(NicId nic, MacAddress mac, String virtualSwitch, NdisRssCaps rss) {
    this(nic, mac, virtualSwitch, rss, Optional.empty());
  }

  /** With what hosts offer of RSS. */
  public NetvspSettings(NicId nic, MacAddress mac, String virtualSwitch) {
    this(nic, mac, virtualSwitch, HostRss.DEFAULT);
  }
}
