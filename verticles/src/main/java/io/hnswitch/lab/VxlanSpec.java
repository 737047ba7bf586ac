package io.hnswitch.lab;

/**
 * The tunnel at the other end of an adapter's wire: Ethernet in UDP, as RFC 7348 has it, to one
 * peer.
 *
 * @param local where datagrams of this end are sent from and received
 * @param remote where they are sent to; only datagrams from its IP address are taken
 * @param vni the number of the Ethernet that is in the tunnel
 */
public record VxlanSpec(UdpAddress local, UdpAddress remote, int vni) implements OutsideSpec {

  public static final int VNI_MAX = (1 << 24) - 1;

  public VxlanSpec {
    if (vni < 0 || vni > VNI_MAX) {
      throw new IllegalArgumentException("VNI out of range: " + vni);
    }
    if (local.ip().isV4() != remote.ip().isV4() || local.equals(remote)) {
      throw new IllegalArgumentException("no tunnel from " + local + " to " + remote);
    }
  }
}
