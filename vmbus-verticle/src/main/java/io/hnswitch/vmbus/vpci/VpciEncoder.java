package io.hnswitch.vmbus.vpci;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Makes the bytes of vPCI messages; little-endian, reserved fields zero. */
final class VpciEncoder {

  static final int DESCRIPTOR = 20;
  static final int DESCRIPTOR2 = 28;

  private VpciEncoder() {}

  static byte[] encode(VpciMessage message) {
    return switch (message) {
      case VpciMessage.BusRelations m -> relations(m);
      case VpciMessage.QueryBusRelations _ -> of(0x01, 4).array();
      case VpciMessage.QueryResourceRequirements(var slot) -> of(0x05, 8).putInt(slot).array();
      case VpciMessage.PowerOn(var window) -> of(0x07, 16).putInt(0).putLong(window).array();
      case VpciMessage.PowerOff _ -> of(0x08, 4).array();
      case VpciMessage.Eject(var slot) -> of(0x0B, 8).putInt(slot).array();
      case VpciMessage.EjectionComplete(var slot, var status) ->
          of(0x0F, 12).putInt(slot).putInt(status).array();
      case VpciMessage.ResourcesAssigned(var second, var slot, var msis) ->
          (second ? of(0x16, 202) : of(0x10, 148)).putInt(slot).putInt(128, (int) msis).array();
      case VpciMessage.ResourcesReleased(var slot) -> of(0x11, 8).putInt(slot).array();
      case VpciMessage.QueryProtocolVersion(var version) -> of(0x13, 8).putInt(version).array();
      case VpciMessage.CreateInterrupt m -> m.wide() ? wide(m) : narrow(m);
      case VpciMessage.DeleteInterrupt(var slot, var msi) -> {
        var to = of(0x15, 24).putInt(slot).putShort((short) 0).putShort((short) msi.count());
        yield to.putInt(msi.data()).putLong(msi.address()).array();
      }
    };
  }

  private static ByteBuffer of(int number, int bytes) {
    var to = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return to.putInt(VpciMessage.BASE + number);
  }

  private static byte[] relations(VpciMessage.BusRelations m) {
    int each = m.numa() ? DESCRIPTOR2 : DESCRIPTOR;
    var to = of(m.numa() ? 0x19 : 0x00, 8 + each * m.functions().size());
    to.putInt(m.functions().size());
    for (var f : m.functions()) {
      to.putShort((short) f.vendor()).putShort((short) f.device());
      to.putInt(f.revision() & 0xff | f.classCode() << 8);
      to.putInt(f.subsystem()).putInt(f.slot()).putInt(f.serial());
      if (m.numa()) {
        to.putLong(0);
      }
    }
    return to.array();
  }

  private static byte[] narrow(VpciMessage.CreateInterrupt m) {
    var to = of(0x14, 24).putInt(m.slot());
    to.put((byte) m.vector()).put((byte) m.mode()).putShort((short) m.count()).putInt(0);
    return to.putLong(1L << m.cpu()).array();
  }

  private static byte[] wide(VpciMessage.CreateInterrupt m) {
    var to = of(0x1B, 84).putInt(m.slot()).putInt(m.vector());
    to.put((byte) m.mode()).put((byte) 0).putShort((short) m.count());
    return to.putShort((short) 1).putShort((short) m.cpu()).array();
  }
}
