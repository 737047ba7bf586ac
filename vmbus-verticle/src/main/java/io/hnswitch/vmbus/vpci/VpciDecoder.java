package io.hnswitch.vmbus.vpci;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;

/** Reads vPCI messages; every size and count is checked in 64 bits before it is used. */
final class VpciDecoder {

  private static final int FUNCTIONS_MAX = 256;

  private VpciDecoder() {}

  static VpciParse decode(byte[] payload) {
    if (payload.length < 4) {
      return new VpciParse.Malformed("message size", payload.length);
    }
    var from = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
    int type = from.getInt();
    int number = type - VpciMessage.BASE;
    int least = leastBytes(number);
    if (least == 0) {
      return new VpciParse.Unknown(type);
    }
    if (payload.length < least) {
      return new VpciParse.Malformed("size of message 0x%02x".formatted(number), payload.length);
    }
    return switch (number) {
      case 0x00 -> relations(from, false);
      case 0x01 -> ok(new VpciMessage.QueryBusRelations());
      case 0x05 -> ok(new VpciMessage.QueryResourceRequirements(from.getInt()));
      case 0x07 -> ok(new VpciMessage.PowerOn(from.getLong(8)));
      case 0x08 -> ok(new VpciMessage.PowerOff());
      case 0x0B -> ok(new VpciMessage.Eject(from.getInt()));
      case 0x0F -> ok(new VpciMessage.EjectionComplete(from.getInt(), from.getInt()));
      case 0x10 -> assigned(from, false);
      case 0x11 -> ok(new VpciMessage.ResourcesReleased(from.getInt()));
      case 0x13 -> ok(new VpciMessage.QueryProtocolVersion(from.getInt()));
      case 0x14 -> narrow(from);
      case 0x15 ->
          ok(
              new VpciMessage.DeleteInterrupt(
                  from.getInt(),
                  new Msi(from.getShort(10) & 0xffff, from.getInt(12), from.getLong(16))));
      case 0x16 -> assigned(from, true);
      case 0x19 -> relations(from, true);
      case 0x1B -> wide(from);
      default -> new VpciParse.Unknown(type);
    };
  }

  private static int leastBytes(int number) {
    return switch (number) {
      case 0x01, 0x08 -> 4;
      case 0x00, 0x05, 0x0B, 0x11, 0x13, 0x19 -> 8;
      case 0x0F -> 12;
      case 0x07 -> 16;
      case 0x14, 0x15 -> 24;
      case 0x1B -> 84;
      case 0x10, 0x16 -> 136;
      default -> 0;
    };
  }

  private static VpciParse ok(VpciMessage message) {
    return new VpciParse.Ok(message);
  }

  private static VpciParse relations(ByteBuffer from, boolean numa) {
    long count = from.getInt() & 0xffffffffL;
    int each = numa ? VpciEncoder.DESCRIPTOR2 : VpciEncoder.DESCRIPTOR;
    if (count > FUNCTIONS_MAX || count * each > from.remaining()) {
      return new VpciParse.Malformed("BUS_RELATIONS count", count);
    }
    var functions = new ArrayList<FunctionDescriptor>((int) count);
    for (int i = 0; i < count; i++) {
      int at = 8 + i * each;
      int slot = from.getInt(at + 12);
      if ((slot & ~0xff) != 0) {
        return new VpciParse.Malformed("BUS_RELATIONS slot", slot & 0xffffffffL);
      }
      functions.add(
          new FunctionDescriptor(
              from.getShort(at) & 0xffff,
              from.getShort(at + 2) & 0xffff,
              from.get(at + 4) & 0xff,
              from.getInt(at + 4) >>> 8,
              from.getInt(at + 8),
              slot,
              from.getInt(at + 16)));
    }
    return ok(new VpciMessage.BusRelations(numa, functions));
  }

  private static VpciParse assigned(ByteBuffer from, boolean second) {
    return ok(
        new VpciMessage.ResourcesAssigned(second, from.getInt(), from.getInt(128) & 0xffffffffL));
  }

  private static VpciParse narrow(ByteBuffer from) {
    long mask = from.getLong(16);
    if (mask == 0) {
      return new VpciParse.Malformed("CREATE_INTERRUPT cpu mask", mask);
    }
    return ok(
        new VpciMessage.CreateInterrupt(
            false,
            from.getInt(),
            from.get(8) & 0xff,
            from.get(9) & 0xff,
            from.getShort(10) & 0xffff,
            Long.numberOfTrailingZeros(mask)));
  }

  private static VpciParse wide(ByteBuffer from) {
    int cpus = from.getShort(16) & 0xffff;
    if (cpus == 0 || cpus > 32) {
      return new VpciParse.Malformed("CREATE_INTERRUPT3 cpu count", cpus);
    }
    return ok(
        new VpciMessage.CreateInterrupt(
            true,
            from.getInt(),
            from.getInt(8),
            from.get(12) & 0xff,
            from.getShort(14) & 0xffff,
            from.getShort(18) & 0xffff));
  }
}
