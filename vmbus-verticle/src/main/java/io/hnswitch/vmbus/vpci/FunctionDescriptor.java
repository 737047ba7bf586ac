package io.hnswitch.vmbus.vpci;

/**
 * What the host says about a function, 20 bytes on the wire.
 *
 * @param vendor PCI vendor id
 * @param device PCI device id
 * @param revision PCI revision
 * @param classCode prog-if, subclass and base class from the low byte on, 24 bits
 * @param subsystem vendor in the low half, id in the high half
 * @param slot device in bits 0–4, function in bits 5–7
 * @param serial the virtual NIC's serial, 0 = none; the same as in its association
 */
public record FunctionDescriptor(
    int vendor, int device, int revision, int classCode, int subsystem, int slot, int serial) {

  /** Whether both are the same function: slot, vendor, device and serial. */
  public boolean isSame(FunctionDescriptor that) {
    return slot == that.slot
        && vendor == that.vendor
        && device == that.device
        && serial == that.serial;
  }

  /** The PCI domain that FreeBSD derives; 0 belongs to the emulated bus and must be replaced. */
  public int domain() {
    return serial & 0xffff;
  }
}
