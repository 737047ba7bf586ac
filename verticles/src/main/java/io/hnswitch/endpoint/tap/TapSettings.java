package io.hnswitch.endpoint.tap;

import io.hnswitch.frame.MacAddress;
import java.util.List;

/**
 * How the interface of a {@link TapDevice} is to be, all of it checked here.
 *
 * @param device the name it was opened with; a temporary name of its own lets two interfaces of the
 *     same {@code name} go to different namespaces
 * @param name the name it gets
 * @param namespace the network namespace it goes to, made if absent; empty: it stays where it is
 * @param mac its address, unicast
 * @param mtu bytes of the largest IP packet, {@value #MTU_MIN} to {@value #MTU_MAX}; at least
 *     {@value #MTU_MIN_V6} with an IPv6 address
 * @param addresses at most {@value #ADDRESSES_MAX}
 * @param queueLength frames that wait in the kernel for us to read, at least 1
 * @param gsoMax bytes of the largest TCP super-frame the stack may build (its IP packet), at most
 *     {@value #GSO_MAX}; 0: the kernel's default
 */
public record TapSettings(
    String device,
    String name,
    String namespace,
    MacAddress mac,
    int mtu,
    List<IpCidr> addresses,
    int queueLength,
    int gsoMax) {

  public static final int MTU_MIN = 68;
  public static final int MTU_MIN_V6 = 1280;

  /** What {@code drivers/net/tun.c} takes. */
  public static final int MTU_MAX = 65521;

  public static final int ADDRESSES_MAX = 64;
  public static final int QUEUE_LENGTH_DEFAULT = 1000;
  public static final int GSO_MAX = 65536;

  private static final int QUEUE_LENGTH_MAX = 1_000_000;

  public TapSettings {
    addresses = List.copyOf(addresses);
    TapNames.requireInterface(device);
    TapNames.requireInterface(name);
    if (!namespace.isEmpty()) {
      TapNames.requireNamespace(namespace);
    }
    if (mac.isGroup() || mac.value() == 0) {
      throw new IllegalArgumentException("not the address of an interface: " + mac);
    }
    if (addresses.size() > ADDRESSES_MAX) {
      throw new IllegalArgumentException(
          "too many addresses: " + addresses.size() + ", allowed " + ADDRESSES_MAX);
    }
    requireMtu(mtu, addresses);
    requireRange("queue length", queueLength, 1, QUEUE_LENGTH_MAX);
    requireGsoMax(gsoMax);
  }

  /** Settings with the default queue length and super-frame size. */
  public TapSettings(
      String device,
      String name,
      String namespace,
      MacAddress mac,
      int mtu,
      List<IpCidr> addresses) {
    this(device, name, namespace, mac, mtu, addresses, QUEUE_LENGTH_DEFAULT, 0);
  }

  boolean hasV6() {
    return addresses.stream().anyMatch(IpCidr::isV6);
  }

  static void requireMtu(int mtu, List<IpCidr> addresses) {
    boolean v6 = addresses.stream().anyMatch(IpCidr::isV6);
    requireRange("mtu", mtu, v6 ? MTU_MIN_V6 : MTU_MIN, MTU_MAX);
  }

  static void requireGsoMax(int bytes) {
    requireRange("largest super-frame", bytes, 0, GSO_MAX);
  }

  private static void requireRange(String what, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          what + " out of range: " + value + ", allowed " + min + " to " + max);
    }
  }
}
