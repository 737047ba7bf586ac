package io.hnswitch.hn.rndis;

import io.hnswitch.frame.FrameLayout;
import io.hnswitch.frame.Memory;
import io.hnswitch.testing.IpFrames;
import java.lang.foreign.ValueLayout;

/** Frames as a sender with checksum offload leaves them. */
final class TestFrames {

  private TestFrames() {}

  /** Writes the pseudo-header's sum with the length in the checksum field, as a sender does. */
  static byte[] partial(byte[] frame) {
    var m = IpFrames.memory(frame);
    long layout = FrameLayout.of(m, 0, frame.length);
    int start = FrameLayout.transport(layout);
    int ip = FrameLayout.ip(layout);
    boolean ipv6 = FrameLayout.isIpv6(layout);
    long sum = InternetChecksum.sum(m, ip + (ipv6 ? 8 : 12), ipv6 ? 32 : 8);
    sum += FrameLayout.protocol(layout) + (frame.length - start);
    int offset = FrameLayout.protocol(layout) == FrameLayout.TCP ? 16 : 6;
    m.set(Memory.BE16, start + offset, (short) InternetChecksum.fold(sum));
    if (!ipv6) {
      InternetChecksum.finishIpv4Header(m, ip, start - ip);
    }
    return m.toArray(ValueLayout.JAVA_BYTE);
  }
}
