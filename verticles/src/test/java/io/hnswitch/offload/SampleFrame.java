package io.hnswitch.offload;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;

/**
 * A TCP or UDP frame by its fields, laid out byte by byte: the slow and obvious counterpart of what
 * is tested.
 *
 * @param tags VLAN TCIs, outermost first
 * @param v6 IPv6 instead of IPv4
 * @param ipExtra IPv4 options (whole words), or IPv6 extension headers whose first is hop-by-hop
 * @param protocol 6 or 17
 * @param options TCP options (whole words)
 * @param flags TCP flags
 */
record SampleFrame(
    int[] tags,
    boolean v6,
    byte[] ipExtra,
    int protocol,
    byte[] options,
    int id,
    int sequence,
    int flags,
    byte[] payload) {

  enum Sum {
    /** Full transport checksum. */
    FULL,
    /** Pseudo-header sum only. */
    PARTIAL
  }

  static SampleFrame random(Random random, int protocol, int payloadBytes) {
    int[] tags = random.ints(random.nextInt(3), 0, 0x10000).toArray();
    boolean v6 = random.nextBoolean();
    byte[] ipExtra = v6 ? hopByHop(random) : new byte[4 * random.nextInt(11)];
    byte[] options = new byte[4 * random.nextInt(11)];
    byte[] payload = new byte[payloadBytes];
    if (!v6) {
      random.nextBytes(ipExtra);
    }
    random.nextBytes(options);
    random.nextBytes(payload);
    return new SampleFrame(
        tags,
        v6,
        ipExtra,
        protocol,
        options,
        random.nextInt(0x10000),
        random.nextInt(),
        random.nextInt(0x100),
        payload);
  }

  /** Nothing, hop-by-hop, or hop-by-hop and destination options. */
  static byte[] hopByHop(Random random) {
    var out = new ByteArrayOutputStream();
    int count = random.nextInt(3);
    for (int i = 0; i < count; i++) {
      int units = random.nextInt(3);
      out.write(i + 1 < count ? 60 : 0);
      out.write(units);
      byte[] body = new byte[8 * (units + 1) - 2];
      random.nextBytes(body);
      out.writeBytes(body);
    }
    return out.toByteArray();
  }

  int l3Offset() {
    return 14 + 4 * tags.length;
  }

  int l4Offset() {
    return l3Offset() + (v6 ? 40 : 20) + ipExtra.length;
  }

  int headerLength() {
    return l4Offset() + transportHeader();
  }

  private int transportHeader() {
    return protocol == 6 ? 20 + options.length : 8;
  }

  SampleFrame piece(int from, int to, int idStep, int flagsOff) {
    return new SampleFrame(
        tags,
        v6,
        ipExtra,
        protocol,
        options,
        id + idStep,
        sequence + from,
        flags & ~flagsOff,
        Arrays.copyOfRange(payload, from, to));
  }

  byte[] bytes(Sum kind) {
    byte[] frame = new byte[headerLength() + payload.length];
    var at = new int[] {0};
    put(frame, at, 0x0200_0000L, 4);
    put(frame, at, 0x0001, 2);
    put(frame, at, 0x0200_0000L, 4);
    put(frame, at, 0x0002, 2);
    for (int tag : tags) {
      put(frame, at, 0x8100, 2);
      put(frame, at, tag, 2);
    }
    put(frame, at, v6 ? 0x86dd : 0x0800, 2);
    int transport = transportHeader() + payload.length;
    int pseudo = PlainChecksum.add(protocol, 0);
    pseudo = PlainChecksum.add(pseudo, transport & 0xffff);
    if (v6) {
      pseudo = PlainChecksum.add(pseudo, ipv6(frame, at, transport));
    } else {
      pseudo = PlainChecksum.add(pseudo, ipv4(frame, at, transport));
    }
    int l4 = at[0];
    transport(frame, at, transport);
    int field = l4 + (protocol == 6 ? 16 : 6);
    System.arraycopy(payload, 0, frame, at[0], payload.length);
    int sum = pseudo;
    if (kind == Sum.FULL) {
      sum = 0xffff - PlainChecksum.add(pseudo, PlainChecksum.sum(frame, l4, frame.length));
      sum = sum == 0 && protocol == 17 ? 0xffff : sum;
    }
    put(frame, new int[] {field}, sum, 2);
    return frame;
  }

  private int ipv4(byte[] frame, int[] at, int transport) {
    int start = at[0];
    int header = 20 + ipExtra.length;
    put(frame, at, 0x40 | header / 4, 1);
    put(frame, at, 0, 1);
    put(frame, at, header + transport, 2);
    put(frame, at, id, 2);
    put(frame, at, 0x4000, 2);
    put(frame, at, 64, 1);
    put(frame, at, protocol, 1);
    put(frame, at, 0, 2);
    put(frame, at, 0x0a00_0001L, 4);
    put(frame, at, 0xc0a8_fffeL, 4);
    System.arraycopy(ipExtra, 0, frame, at[0], ipExtra.length);
    at[0] += ipExtra.length;
    put(frame, new int[] {start + 10}, 0xffff - PlainChecksum.sum(frame, start, start + header), 2);
    return PlainChecksum.sum(frame, start + 12, start + 20);
  }

  private int ipv6(byte[] frame, int[] at, int transport) {
    int start = at[0];
    put(frame, at, 0x6001_2345L, 4);
    put(frame, at, ipExtra.length + transport, 2);
    put(frame, at, ipExtra.length > 0 ? 0 : protocol, 1);
    put(frame, at, 64, 1);
    put(frame, at, 0xfe80_0000_0000_0000L, 8);
    put(frame, at, 0x1122_33ff_fe44_5566L, 8);
    put(frame, at, 0x2001_0db8_ffff_ffffL, 8);
    put(frame, at, 0x8877_6655_4433_2211L, 8);
    System.arraycopy(ipExtra, 0, frame, at[0], ipExtra.length);
    for (int i = 0; i < ipExtra.length; ) {
      int next = i + 8 * ((ipExtra[i + 1] & 0xff) + 1);
      if (next == ipExtra.length) {
        frame[at[0] + i] = (byte) protocol;
      }
      i = next;
    }
    at[0] += ipExtra.length;
    return PlainChecksum.sum(frame, start + 8, start + 40);
  }

  private void transport(byte[] frame, int[] at, int transport) {
    put(frame, at, 40000, 2);
    put(frame, at, 443, 2);
    if (protocol == 17) {
      put(frame, at, transport, 2);
      put(frame, at, 0, 2);
      return;
    }
    put(frame, at, sequence, 4);
    put(frame, at, 0x0badcafeL, 4);
    put(frame, at, transportHeader() / 4 << 4, 1);
    put(frame, at, flags, 1);
    put(frame, at, 0x1000, 2);
    put(frame, at, 0, 4);
    System.arraycopy(options, 0, frame, at[0], options.length);
    at[0] += options.length;
  }

  private static void put(byte[] frame, int[] at, long value, int bytes) {
    for (int i = bytes - 1; i >= 0; i--) {
      frame[at[0]++] = (byte) (value >>> 8 * i);
    }
  }
}
