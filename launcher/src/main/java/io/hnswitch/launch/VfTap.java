package io.hnswitch.launch;

import io.hnswitch.endpoint.tap.TapNames;
import io.hnswitch.lab.EndpointSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The TAP that shows a VF beside the one of its NIC: the same namespace, address and MTU, a name
 * made of its name, and no IP address, which is the business of whoever joins the two.
 */
final class VfTap {

  private static final String SUFFIX = "vf";
  private static final int DIGITS = 4;

  private VfTap() {}

  static EndpointSpec.Tap beside(EndpointSpec.Tap tap) {
    return new EndpointSpec.Tap(name(tap.name()), tap.netns(), List.of(), tap.mac(), tap.mtu());
  }

  /**
   * {@code hn-blue0} gives {@code hn-blue0vf}. Of a name that would be too long the beginning is
   * kept, and four hexadecimal digits of its checksum tell it from others that begin alike.
   */
  static String name(String tap) {
    if (tap.length() + SUFFIX.length() <= TapNames.INTERFACE_MAX) {
      return tap + SUFFIX;
    }
    var sum = new CRC32();
    sum.update(tap.getBytes(StandardCharsets.US_ASCII));
    var digits = "%04x".formatted(sum.getValue() & 0xffff);
    return tap.substring(0, TapNames.INTERFACE_MAX - SUFFIX.length() - DIGITS) + digits + SUFFIX;
  }
}
