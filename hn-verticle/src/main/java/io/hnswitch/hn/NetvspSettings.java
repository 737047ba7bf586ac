package io.hnswitch.hn;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.hn.rndis.NdisRssCaps;
import io.hnswitch.hn.rss.HostRss;
import io.hnswitch.id.NicId;

/**
 * What the host's end of an hn channel is told when it is made.
 *
 * @param virtualSwitch the switch its port is on
 * @param rss how it can hash what it sends to the guest
 */
public record NetvspSettings(NicId nic, MacAddress mac, String virtualSwitch, NdisRssCaps rss) {

  /** With what hosts offer of RSS. */
  public NetvspSettings(NicId nic, MacAddress mac, String virtualSwitch) {
    this(nic, mac, virtualSwitch, HostRss.DEFAULT);
  }
}
