package io.hnswitch.policy;

import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.Frames;
import io.hnswitch.ip.IpAddress;
import io.hnswitch.policy.AclRule.Action;
import io.hnswitch.policy.AclRule.Direction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a port does with frames once more, slow and obvious, to compare {@link PortGate} with. */
public final class PlainPolicy {

  private final PortPolicy policy;
  private final long mac;
  private final Map<List<Object>, long[]> conversations;

  /**
   * @param before whose conversations go on, or null
   */
  public PlainPolicy(PortPolicy policy, long mac, PlainPolicy before) {
    this.policy = policy;
    this.mac = mac;
    boolean remembers = policy.acl().stream().anyMatch(rule -> rule.idle().isPresent());
    boolean remembered =
        before != null && before.policy.acl().stream().anyMatch(rule -> rule.idle().isPresent());
    conversations = remembers && remembered ? before.conversations : new HashMap<>();
  }

  private static int id(int tag) {
    return tag & 0xfff;
  }

  /** The tag within the switch; empty when the frame is not let in. */
  public Optional<Integer> tag(int tag) {
    boolean tagged = tag != Frames.NO_VLAN && id(tag) != 0;
    int priority = tag == Frames.NO_VLAN ? 0 : tag & 0xf000;
    return switch (policy.vlan()) {
      case VlanPolicy.Untagged _ -> tagged ? Optional.empty() : Optional.of(Frames.NO_VLAN);
      case VlanPolicy.Access access -> {
        if (tagged) {
          yield Optional.empty();
        }
        int inside = access.id() + (access.keepsPriority() ? priority : 0);
        yield Optional.of(access.isolated() ? inside + Frames.ISOLATED : inside);
      }
      case VlanPolicy.Trunk trunk -> {
        int kept = trunk.keepsPriority() ? priority : 0;
        if (tagged) {
          yield trunk.allowed().texts().stream().anyMatch(text -> isIn(text, id(tag)))
              ? Optional.of(id(tag) + kept)
              : Optional.empty();
        }
        yield Optional.of(trunk.nativeId() == 0 ? Frames.NO_VLAN : trunk.nativeId() + kept);
      }
    };
  }

  private static boolean isIn(String range, int id) {
    var ends = range.split("-");
    return Integer.parseInt(ends[0]) <= id && id <= Integer.parseInt(ends[ends.length - 1]);
  }

  /** Why a frame is not let in, or empty. */
  public Optional<DropReason> fromGuest(SampleFrame frame, long now) {
    if (frame.tag() != Frames.NO_VLAN && id(frame.tag()) == 4095) {
      return Optional.of(DropReason.VLAN_MALFORMED);
    }
    if (tag(frame.tag()).isEmpty()) {
      return Optional.of(DropReason.VLAN_NOT_ALLOWED);
    }
    if (policy.guards().contains(Guard.MAC_SPOOF) && frame.source() != mac) {
      return Optional.of(DropReason.MAC_SPOOF);
    }
    boolean v4 = frame.isIp() && frame.from().isV4();
    if (policy.guards().contains(Guard.DHCP)
        && frame.isIp()
        && frame.protocol() == 17
        && frame.sourcePort() == (v4 ? 67 : 547)) {
      return Optional.of(DropReason.DHCP_GUARD);
    }
    if (policy.guards().contains(Guard.ROUTER) && frame.isIp()) {
      int type = frame.sourcePort();
      if (frame.protocol() == 1 && (type == 5 || type == 9)
          || frame.protocol() == 58 && (type == 134 || type == 137)) {
        return Optional.of(DropReason.ROUTER_GUARD);
      }
    }
    return isDenied(frame, Direction.OUTBOUND, now)
        ? Optional.of(DropReason.ACL_DENY)
        : Optional.empty();
  }

  /** Whether a frame of the lab may go out here. */
  public boolean isMember(int tag) {
    return switch (policy.vlan()) {
      case VlanPolicy.Untagged _ -> tag == Frames.NO_VLAN;
      case VlanPolicy.Access access ->
          tag != Frames.NO_VLAN
              && id(tag) == access.id()
              && !(access.isolated() && tag >= Frames.ISOLATED);
      case VlanPolicy.Trunk trunk ->
          tag == Frames.NO_VLAN
              ? trunk.nativeId() == 0
              : id(tag) == trunk.nativeId()
                  || trunk.allowed().texts().stream().anyMatch(text -> isIn(text, id(tag)));
    };
  }

  public Optional<DropReason> toGuest(SampleFrame frame, long now) {
    return isDenied(frame, Direction.INBOUND, now)
        ? Optional.of(DropReason.ACL_DENY)
        : Optional.empty();
  }

  private boolean isDenied(SampleFrame frame, Direction direction, long now) {
    boolean outbound = direction == Direction.OUTBOUND;
    var conversation = new ArrayList<Object>();
    conversation.add(outbound ? frame.from() : frame.to());
    conversation.add(outbound ? frame.to() : frame.from());
    conversation.add(frame.protocol());
    boolean ports = frame.hasPorts();
    conversation.add(!ports ? 0 : outbound ? frame.sourcePort() : frame.destinationPort());
    conversation.add(!ports ? 0 : outbound ? frame.destinationPort() : frame.sourcePort());
    var known = frame.isIp() ? conversations.get(conversation) : null;
    if (known != null && now - known[0] < known[1]) {
      known[0] = now;
      return false;
    }
    var ordered = new ArrayList<>(policy.acl());
    ordered.sort(Comparator.comparingInt(AclRule::weight).reversed());
    for (var rule : ordered) {
      if (rule.direction() == direction && fits(rule, frame)) {
        if (rule.action() == Action.DENY) {
          return true;
        }
        if (rule.action() == Action.ALLOW) {
          if (rule.idle().isPresent() && frame.isIp()) {
            conversations.put(conversation, new long[] {now, rule.idle().get().toNanos()});
          }
          return false;
        }
      }
    }
    return false;
  }

  /** Whether a rule fits a frame. */
  static boolean fits(AclRule rule, SampleFrame frame) {
    boolean outbound = rule.direction() == Direction.OUTBOUND;
    long remoteMac = outbound ? frame.destination() : frame.source();
    IpAddress local = outbound ? frame.from() : frame.to();
    IpAddress remote = outbound ? frame.to() : frame.from();
    int localPort = outbound ? frame.sourcePort() : frame.destinationPort();
    int remotePort = outbound ? frame.destinationPort() : frame.sourcePort();
    return (rule.etherType() == AclRule.ANY || rule.etherType() == frame.type())
        && (rule.remoteMac().isEmpty() || rule.remoteMac().get().value() == remoteMac)
        && (rule.local().isEmpty() || frame.isIp() && rule.local().get().contains(local))
        && (rule.remote().isEmpty() || frame.isIp() && rule.remote().get().contains(remote))
        && (rule.protocol() == AclRule.ANY || frame.isIp() && rule.protocol() == frame.protocol())
        && (rule.localPorts().isEmpty() || frame.hasPorts() && isIn(rule.localPorts(), localPort))
        && (rule.remotePorts().isEmpty()
            || frame.hasPorts() && isIn(rule.remotePorts(), remotePort));
  }

  private static boolean isIn(Optional<PortRange> range, int port) {
    return range.get().first() <= port && port <= range.get().last();
  }

  @Override
  public String toString() {
    return policy.toString();
  }
}
