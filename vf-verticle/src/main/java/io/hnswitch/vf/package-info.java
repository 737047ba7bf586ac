/**
 * The SR-IOV adapter of a host and its virtual functions (VFs).
 *
 * <p>{@link io.hnswitch.vf.AdapterVerticle} is the host's side: its PF is an uplink of the virtual
 * switch, its {@link io.hnswitch.vf.ESwitch embedded switch} sends frames to VFs by address
 * filters, and each VF lives in a slot whose life cycle {@link io.hnswitch.vf.VfSlotMachine}
 * decides: free, announced to the NIC's host end, offered to the guest, leaving, free. {@link
 * io.hnswitch.vf.VfVerticle} is the guest's side of one VF: an interface with flags, capabilities
 * and an MTU that a driver probes, that pairing finds, and that is gone when the host takes it
 * away. It is deployed with the slot and undeployed with it.
 */
package io.hnswitch.vf;
