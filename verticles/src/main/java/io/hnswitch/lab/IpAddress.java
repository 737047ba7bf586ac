package io.hnswitch.lab;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IPv4 or IPv6 address, never a name.
 *
 * @param inet the address, without a scope
 */
public record IpAddress(InetAddress inet) {

  private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern V4 = Pattern.compile("(" + BYTE + "\\.){3}" + BYTE);
  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");

  /**
   * Parses {@code 10.0.0.1} or {@code fd99::1}.
   *
   * @throws IllegalArgumentException with the text, when it is anything else
   */
  public static IpAddress parse(String text) {
    if (V4.matcher(text).matches()) {
      return new IpAddress(InetAddress.ofLiteral(text));
    }
    if (text.indexOf(':') >= 0 && V6.matcher(text).matches()) {
      var inet = InetAddress.ofLiteral(text);
      // An IPv4-mapped literal comes back as IPv4: two spellings of one address would hide a clash.
      if (inet instanceof Inet6Address) {
        return new IpAddress(inet);
      }
    }
    throw new IllegalArgumentException("not an IP address: \"" + text + "\"");
  }

  public boolean isV4() {
    return inet instanceof Inet4Address;
  }

  /** 32 or 128. */
  public int bits() {
    return isV4() ? 32 : 128;
  }

  BigInteger number() {
    return new BigInteger(1, inet.getAddress());
  }

  /** The address that many further, or nothing past the last one. */
  Optional<IpAddress> plus(long n) {
    var sum = number().add(BigInteger.valueOf(n));
    if (sum.bitLength() > bits()) {
      return Optional.empty();
    }
    var bytes = new byte[bits() / 8];
    for (int i = 0; i < bytes.length; i++) {
      bytes[bytes.length - 1 - i] = sum.shiftRight(8 * i).byteValue();
    }
    try {
      return Optional.of(new IpAddress(InetAddress.getByAddress(bytes)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are an address", e);
    }
  }

  /** Dotted, or as RFC 5952 has it: {@code fd99::1}. */
  @Override
  public String toString() {
    return isV4() ? inet.getHostAddress() : compressed(inet.getAddress());
  }

  private static String compressed(byte[] bytes) {
    var groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
    }
    int gap = -1;
    int gapLength = 1; // a single zero group is not shortened
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && groups[end] == 0) {
        end++;
      }
      if (end - i > gapLength) {
        gap = i;
        gapLength = end - i;
      }
    }
    var text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == gap) {
        text.append("::");
        i += gapLength - 1;
        continue;
      }
      if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }
}
