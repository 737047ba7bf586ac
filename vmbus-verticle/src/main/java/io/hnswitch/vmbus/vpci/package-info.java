/**
 * The virtual PCI bus on which an SR-IOV function arrives and leaves: its messages, the machine of
 * the guest's bus driver and the machine of the host's end.
 *
 * <p>A guest negotiates a version, learns which functions are there, powers the bus on (D0),
 * assigns resources, and installs the functions. The host asks for a function back with EJECT, and
 * rescinds the channel when the guest is done or too slow.
 */
package io.hnswitch.vmbus.vpci;
