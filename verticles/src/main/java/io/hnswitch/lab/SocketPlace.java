package io.hnswitch.lab;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a socket of this machine is: a Unix-domain socket's path, or a port of a loopback address.
 */
public sealed interface SocketPlace {

  /** What {@link #parse} takes, for messages. */
  String WANTED = "unix:/PATH or a loopback address with a port like 127.0.0.1:5555";

  /**
   * A path.
   *
   * @param path absolute, {@value #PATH_MAX} bytes at most, without control characters
   */
  record Unix(String path) implements SocketPlace {

    /** {@code sun_path} of Linux has 108 bytes, the last of which is 0. */
    static final int PATH_MAX = 107;

    /** What a path looks like. */
    static final String PATH_SHAPE = "/[^\\p{Cntrl}]*[^\\p{Cntrl}/]";

    public Unix {
      if (!path.matches(PATH_SHAPE)) {
        throw new IllegalArgumentException("not an absolute path of a file: \"" + path + "\"");
      }
      if (path.getBytes(StandardCharsets.UTF_8).length > PATH_MAX) {
        throw new IllegalArgumentException("longer than " + PATH_MAX + " bytes: \"" + path + "\"");
      }
    }

    @Override
    public boolean isChosenLater() {
      return false;
    }

    @Override
    public Optional<SocketPlace> numbered(int n) {
      var numbered = path + "-" + n;
      return numbered.getBytes(StandardCharsets.UTF_8).length > PATH_MAX
          ? Optional.empty()
          : Optional.of(new Unix(numbered));
    }

    @Override
    public String toString() {
      return PREFIX + path;
    }
  }

  /**
   * A port.
   *
   * @param ip a loopback address
   * @param port 0, for one that the system chooses, to 65535
   */
  record Port(IpAddress ip, int port) implements SocketPlace {

    public Port {
      if (!ip.inet().isLoopbackAddress()) {
        throw new IllegalArgumentException("not a loopback address: " + ip);
      }
      if (port < 0 || port > 0xffff) {
        throw new IllegalArgumentException("port out of range: " + port);
      }
    }

    @Override
    public boolean isChosenLater() {
      return port == 0;
    }

    @Override
    public Optional<SocketPlace> numbered(int n) {
      if (port == 0) {
        return Optional.of(this);
      }
      int numbered = port + n - 1;
      return numbered > 0xffff ? Optional.empty() : Optional.of(new Port(ip, numbered));
    }

    @Override
    public String toString() {
      return (ip.isV4() ? ip.toString() : "[" + ip + "]") + ":" + port;
    }
  }

  /** What a path is written behind. */
  String PREFIX = "unix:";

  /** Host and port; an IPv6 address is in brackets. */
  Pattern WITH_PORT = Pattern.compile("(?:\\[([^\\]]*)\\]|([^:\\[\\]]*)):(0|[1-9][0-9]{0,4})");

  /**
   * Parses {@code unix:/run/a.sock}, {@code 127.0.0.1:5555} or {@code [::1]:5555}.
   *
   * @throws IllegalArgumentException when it is anything else, or not of this machine alone
   */
  static SocketPlace parse(String text) {
    if (text.startsWith(PREFIX)) {
      return new Unix(text.substring(PREFIX.length()));
    }
    var parts = WITH_PORT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("neither a path nor a port: \"" + text + "\"");
    }
    boolean bracketed = parts.group(1) != null;
    var ip = IpAddress.parse(bracketed ? parts.group(1) : parts.group(2));
    if (bracketed == ip.isV4()) {
      throw new IllegalArgumentException("brackets are for IPv6: \"" + text + "\"");
    }
    return new Port(ip, Integer.parseInt(parts.group(3)));
  }

  /** Whether the system chooses a part of it when the socket is made. */
  boolean isChosenLater();

  /**
   * That of number n of several: {@code -n} behind a path, a port that counts up. Nothing when
   * there is no such place.
   *
   * @param n from 1
   */
  Optional<SocketPlace> numbered(int n);
}
