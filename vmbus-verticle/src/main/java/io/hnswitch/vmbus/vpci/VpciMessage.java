package io.hnswitch.vmbus.vpci;

import java.util.List;

/** The in-band messages of vPCI, both directions; type words are 0x42490000 + the number given. */
public sealed interface VpciMessage {

  /** First type word. */
  int BASE = 0x42490000;

  /** The bytes of this message, behind the packet header. */
  default byte[] encode() {
    return VpciEncoder.encode(this);
  }

  /** The message in these bytes, or what is wrong with them; surplus bytes are padding. */
  static VpciParse decode(byte[] payload) {
    return VpciDecoder.decode(payload);
  }

  /** BUS_RELATIONS (0x00) or, with NUMA nodes, BUS_RELATIONS2 (0x19): all functions there are. */
  record BusRelations(boolean numa, List<FunctionDescriptor> functions) implements VpciMessage {
    public BusRelations {
      functions = List.copyOf(functions);
    }
  }

  /** QUERY_BUS_RELATIONS (0x01). */
  record QueryBusRelations() implements VpciMessage {}

  /** QUERY_RESOURCE_REQUIREMENTS (0x05): which BARs a function has. */
  record QueryResourceRequirements(int slot) implements VpciMessage {}

  /** D0_ENTRY (0x07): power on, with the address of the config window. */
  record PowerOn(long window) implements VpciMessage {}

  /** D0_EXIT (0x08): power off. */
  record PowerOff() implements VpciMessage {}

  /** EJECT (0x0B): the host wants a function back. */
  record Eject(int slot) implements VpciMessage {}

  /** EJECTION_COMPLETE (0x0F). */
  record EjectionComplete(int slot, int status) implements VpciMessage {}

  /** RESOURCES_ASSIGNED (0x10), or in the second form (0x16), with no MSI descriptors from us. */
  record ResourcesAssigned(boolean second, int slot, long msis) implements VpciMessage {}

  /** RESOURCES_RELEASED (0x11). */
  record ResourcesReleased(int slot) implements VpciMessage {}

  /** QUERY_PROTOCOL_VERSION (0x13); the version as a word, known or not. */
  record QueryProtocolVersion(int version) implements VpciMessage {}

  /**
   * CREATE_INTERRUPT (0x14), or with 32-bit vectors CREATE_INTERRUPT3 (0x1B).
   *
   * @param wide which form
   * @param mode 0 fixed, 1 lowest priority
   * @param cpu the one processor that is interrupted; 0 to 63 in the narrow form
   */
  record CreateInterrupt(boolean wide, int slot, int vector, int mode, int count, int cpu)
      implements VpciMessage {}

  /** DELETE_INTERRUPT (0x15). */
  record DeleteInterrupt(int slot, Msi msi) implements VpciMessage {}
}
