package io.hnswitch.control;

import io.hnswitch.frame.DropReason;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A link between the wires of two adapters, between one and a tunnel or an interface, or between a
 * NIC and its switch, as people see it.
 *
 * @param state up or down
 * @param reason why it is down
 * @param ways what went by it, a way for each direction that this node knows of
 * @param remote what there is to say when one end is on another node
 * @param tunnel what there is to say when one end is a tunnel out of the lab
 * @param packet what there is to say when one end is an interface
 */
public record LinkView(
    String id,
    List<String> endpoints,
    String state,
    Optional<String> reason,
    List<Way> ways,
    Optional<Remote> remote,
    Optional<Tunnel> tunnel,
    Optional<Packet> packet) {

  public static final String UP = "up";
  public static final String DOWN = "down";

  public LinkView {
    endpoints = List.copyOf(endpoints);
    ways = List.copyOf(ways);
  }

  /** The same with other ways. */
  public LinkView with(List<Way> changed) {
    return new LinkView(id, endpoints, state, reason, changed, remote, tunnel, packet);
  }

  /** The same, down. */
  public LinkView down(String why) {
    return new LinkView(id, endpoints, DOWN, Optional.of(why), ways, remote, tunnel, packet);
  }

  /** Whether nobody is told at its other end. */
  public boolean leadsOut() {
    return tunnel.isPresent() || packet.isPresent();
  }

  /** A link between two adapters. */
  public LinkView(
      String id,
      List<String> endpoints,
      String state,
      Optional<String> reason,
      List<Way> ways,
      Optional<Remote> remote) {
    this(id, endpoints, state, reason, ways, remote, Optional.empty(), Optional.empty());
  }

  /**
   * What went from one adapter towards the other.
   *
   * @param frames that were sent, or, from another node, have come
   * @param dropped frames that were lost on this node's part of the way
   * @param impaired what was done to frames at the end where they come from, and how many wait;
   *     nothing when they were never impaired
   */
  public record Way(
      String from,
      String to,
      long frames,
      long bytes,
      Map<DropReason, Long> dropped,
      Map<String, Long> impaired) {

    public Way {
      var reasons = new EnumMap<DropReason, Long>(DropReason.class);
      dropped.forEach(
          (reason, count) -> {
            if (count != 0) {
              reasons.put(reason, count);
            }
          });
      dropped = reasons;
      impaired = Collections.unmodifiableMap(new TreeMap<>(impaired));
    }

    /** A way that was never impaired. */
    public Way(String from, String to, long frames, long bytes, Map<DropReason, Long> dropped) {
      this(from, to, frames, bytes, dropped, Map.of());
    }
  }

  /**
   * The part of a link that is between nodes.
   *
   * @param node where the far end is
   * @param address that is connected with
   * @param roundTripUs the last measured time there and back, in microseconds
   * @param unacknowledged frames that were sent and may not have arrived
   * @param counters connections, messages and what was wrong with them
   */
  public record Remote(
      String node,
      Optional<String> address,
      Optional<Long> roundTripUs,
      long unacknowledged,
      Map<String, Long> counters) {

    public Remote {
      counters = Map.copyOf(counters);
    }
  }

  /**
   * The end of a link that is an interface.
   *
   * @param device its name
   * @param netns the network namespace it is in; empty for the node's own
   * @param counters frames that came and went, and what was wrong with others
   */
  public record Packet(String device, String netns, Map<String, Long> counters) {

    public Packet {
      counters = Collections.unmodifiableMap(new TreeMap<>(counters));
    }
  }

  /**
   * The end of a link that is a tunnel out of the lab.
   *
   * @param local where datagrams are received
   * @param remote where they are sent to
   * @param vni the number of the Ethernet in the tunnel
   * @param counters what came and why it was refused, errors of the socket, work done in software
   */
  public record Tunnel(String local, String remote, int vni, Map<String, Long> counters) {

    public Tunnel {
      counters = Collections.unmodifiableMap(new TreeMap<>(counters));
    }
  }
}
