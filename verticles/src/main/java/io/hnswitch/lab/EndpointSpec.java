package io.hnswitch.lab;

import io.hnswitch.frame.MacAddress;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Where a guest's network stack attaches to its NIC. */
public sealed interface EndpointSpec {

  /** Nothing is plugged in. */
  EndpointSpec NONE = new None();

  /** No endpoint: frames for the guest end in the NIC. */
  record None() implements EndpointSpec {}

  /**
   * A TAP device of the node's kernel.
   *
   * @param name the interface's name, 1 to 15 characters
   * @param netns the network namespace it is moved to; empty for the node's own
   * @param ips addresses it gets
   * @param mac its address; {@link NicSpec#SAME_MAC} stands for the NIC's until the {@link LabSpec}
   *     resolves it
   * @param mtu its MTU; 0 stands for the NIC's until the {@link LabSpec} resolves it
   */
  record Tap(String name, String netns, List<IpPrefix> ips, MacAddress mac, int mtu)
      implements EndpointSpec {

    /** Linux takes 15 bytes; the rest keeps names safe in paths and commands. */
    static final String NAME_SHAPE = "[A-Za-z0-9][A-Za-z0-9_.-]{0,14}";

    static final String NETNS_SHAPE = "[A-Za-z0-9][A-Za-z0-9_.-]{0,63}";

    public Tap {
      if (!name.matches(NAME_SHAPE)) {
        throw new IllegalArgumentException("bad TAP name: \"" + name + "\"");
      }
      if (!netns.isEmpty() && !netns.matches(NETNS_SHAPE)) {
        throw new IllegalArgumentException("bad network namespace: \"" + netns + "\"");
      }
      if (mtu != 0 && (mtu < NicSpec.MIN_MTU || mtu > NicSpec.MAX_MTU)) {
        throw new IllegalArgumentException("MTU out of range: " + mtu);
      }
      ips = List.copyOf(ips);
    }
  }

  /**
   * A file of frames that are sent into the lab.
   *
   * @param file a pcap or pcapng file, as a path below the node's folder for such files
   * @param rate how fast
   * @param loop how often; 0 for no end
   * @param auto whether it begins when the NIC has a link; else when it is asked for
   */
  record Pcap(String file, ReplayRate rate, long loop, boolean auto) implements EndpointSpec {

    static final int FILE_MAX = 200;
    public static final long LOOP_MAX = 1_000_000_000;

    public Pcap {
      if (!isFile(file)) {
        throw new IllegalArgumentException("no path below a folder: \"" + file + "\"");
      }
      if (loop < 0 || loop > LOOP_MAX) {
        throw new IllegalArgumentException("no number of loops: " + loop);
      }
    }

    /** A path that stays below where it begins, as far as its text tells. */
    static boolean isFile(String path) {
      return path.length() <= FILE_MAX
          && path.matches("[A-Za-z0-9_][^/\\\\\\p{Cntrl}]*(/[A-Za-z0-9_][^/\\\\\\p{Cntrl}]*)*");
    }
  }

  /**
   * A host inside this process.
   *
   * @param ips its addresses
   * @param answers what it answers
   * @param gateways where it sends what is not on its own network; at most one per family
   */
  record Host(List<IpPrefix> ips, Set<HostAnswer> answers, List<IpAddress> gateways)
      implements EndpointSpec {

    public static final Set<HostAnswer> DEFAULT_ANSWERS =
        Collections.unmodifiableSet(EnumSet.allOf(HostAnswer.class));

    public Host {
      ips = List.copyOf(ips);
      var ordered = EnumSet.noneOf(HostAnswer.class);
      ordered.addAll(answers);
      answers = Collections.unmodifiableSet(ordered);
      gateways = List.copyOf(gateways);
    }
  }

  /**
   * A socket that a QEMU process talks to, with plain Ethernet frames.
   *
   * @param way how the two come together
   * @param local where this end is; only {@link Way#CONNECT} has none
   * @param remote where QEMU is; only {@link Way#LISTEN} has none
   */
  record Qemu(Way way, Optional<SocketPlace> local, Optional<SocketPlace> remote)
      implements EndpointSpec {

    /** How the two ends come together. */
    public enum Way {
      /** A stream that QEMU connects. */
      LISTEN,
      /** A stream to a QEMU that listens. */
      CONNECT,
      /** Datagrams between two sockets. */
      DATAGRAM;

      /** The name in outputs, like {@code listen}. */
      public String slug() {
        return name().toLowerCase(Locale.ROOT);
      }
    }

    public Qemu {
      if (local.isPresent() != (way != Way.CONNECT) || remote.isPresent() != (way != Way.LISTEN)) {
        throw new IllegalArgumentException(
            "places do not fit " + way + ": local " + local + ", remote " + remote);
      }
      if (remote.isPresent() && remote.get().isChosenLater()) {
        throw new IllegalArgumentException("nobody is at port 0: " + remote.get());
      }
      if (way == Way.DATAGRAM && !alike(local.get(), remote.get())) {
        throw new IllegalArgumentException(
            "datagrams cannot go from " + local.get() + " to " + remote.get());
      }
    }

    /** Whether a socket at one place can send to the other. */
    static boolean alike(SocketPlace one, SocketPlace other) {
      return switch (one) {
        case SocketPlace.Unix _ -> other instanceof SocketPlace.Unix && !one.equals(other);
        case SocketPlace.Port port ->
            other instanceof SocketPlace.Port that
                && port.ip().isV4() == that.ip().isV4()
                && !one.equals(other);
      };
    }

    public static Qemu listen(SocketPlace local) {
      return new Qemu(Way.LISTEN, Optional.of(local), Optional.empty());
    }

    public static Qemu connect(SocketPlace remote) {
      return new Qemu(Way.CONNECT, Optional.empty(), Optional.of(remote));
    }

    public static Qemu datagrams(SocketPlace local, SocketPlace remote) {
      return new Qemu(Way.DATAGRAM, Optional.of(local), Optional.of(remote));
    }
  }

  /**
   * An interface that is there already, like a physical NIC or one end of a veth pair: what is
   * behind it is the guest's network stack.
   *
   * @param name the interface's name, 1 to 15 characters
   * @param netns the network namespace it is in; empty for the node's own
   */
  record Packet(String name, String netns) implements EndpointSpec {

    public Packet {
      if (!name.matches(Tap.NAME_SHAPE)) {
        throw new IllegalArgumentException("bad interface name: \"" + name + "\"");
      }
      if (!netns.isEmpty() && !netns.matches(Tap.NETNS_SHAPE)) {
        throw new IllegalArgumentException("bad network namespace: \"" + netns + "\"");
      }
    }
  }
}
