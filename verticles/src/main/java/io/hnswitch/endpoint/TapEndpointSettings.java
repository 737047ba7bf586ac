package io.hnswitch.endpoint;

import io.hnswitch.bus.Address;
import io.hnswitch.bus.Addresses;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.endpoint.tap.TapSettings;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;

/**
 * What a TAP endpoint is told when it is made.
 *
 * @param owner what is below it, like {@code blue:hn0}; names its account
 * @param nic the hn that it belongs to
 * @param control where it is served
 * @param receive where it gets frames
 * @param transmit where what its stack transmits goes
 * @param waiting whether it makes no device but waits for one that another node hands over
 */
public record TapEndpointSettings(
    String owner,
    NicId nic,
    Address<EndpointControl> control,
    Address<FrameBurst> receive,
    Address<FrameBurst> transmit,
    TapSettings tap,
    boolean waiting) {

  /** An endpoint whose device comes from another node, with its guest. */
  public TapEndpointSettings awaitingDevice() {
    return new TapEndpointSettings(owner, nic, control, receive, transmit, tap, true);
  }

  /** An endpoint above an hn. */
  public TapEndpointSettings(NicId nic, TapSettings tap) {
    this(
        nic.toString(),
        nic,
        Addresses.endpoint(nic),
        Addresses.endpointReceive(nic),
        Addresses.nicTransmit(nic),
        tap,
        false);
  }

  /** An endpoint above a VF that is used beside its hn. */
  public TapEndpointSettings(NicId nic, VfId vf, TapSettings tap) {
    this(
        vf.toString(),
        nic,
        Addresses.vfEndpoint(vf),
        Addresses.vfEndpointReceive(vf),
        Addresses.vfTransmit(vf),
        tap,
        false);
  }
}
