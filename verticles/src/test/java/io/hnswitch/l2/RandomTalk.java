package io.hnswitch.l2;

import io.hnswitch.ip.IpAddress;
import io.hnswitch.l2.PlainMulticast.Says;
import io.hnswitch.l2.PlainMulticast.Talk;
import io.hnswitch.policy.SampleFrame;
import io.hnswitch.testing.GroupFrames;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** What hosts and routers say about groups, and what they send to them, by chance. */
final class RandomTalk {

  private static final String[] V4 = {"239.1.2.3", "239.1.2.4", "239.129.2.3", "224.0.0.5"};
  private static final String[] V6 = {"ff0e::42", "ff05::42", "ff02::42", "ff02::1"};
  private static final String[] ROUTERS = {"10.0.0.254", "10.0.0.7", "0.0.0.0"};
  private static final String[] V6_ROUTERS = {"fe80::fe", "fe80::7"};

  private final RandomGenerator random;

  RandomTalk(RandomGenerator random) {
    this.random = random;
  }

  private String any(String[] texts) {
    return texts[random.nextInt(texts.length)];
  }

  /** A message or a datagram, as bytes of a sample's length. */
  Talk next(long source) {
    return random.nextBoolean() ? v4(source, any(V4)) : v6(source, any(V6));
  }

  private static Talk talk(Says says, String group, String from, byte[] bytes) {
    return new Talk(
        says,
        group == null ? null : IpAddress.parse(group),
        from == null ? null : IpAddress.parse(from),
        false,
        Arrays.copyOf(bytes, SampleFrame.LENGTH));
  }

  private Talk v4(long source, String group) {
    var router = any(ROUTERS);
    return switch (random.nextInt(9)) {
      case 0 -> query(source, router);
      case 1 ->
          talk(
              Says.QUERY,
              group.startsWith("224") ? null : group,
              router,
              GroupFrames.v2Query(source, router, group.startsWith("224") ? "0.0.0.0" : group, 1));
      case 2 -> talk(Says.JOIN, group, null, GroupFrames.v2Report(source, group));
      case 3 ->
          talk(
              Says.JOIN_SOME,
              group,
              null,
              GroupFrames.v3Report(source, GroupFrames.record(5, group, "10.0.0.9")));
      case 4 -> {
        // A group that goes everywhere cannot be left; the message is malformed then.
        boolean never = group.startsWith("224");
        yield never
            ? talk(Says.DATA, null, null, GroupFrames.data(source, group))
            : talk(Says.LEAVE, group, null, GroupFrames.leave(source, group));
      }
      case 5 ->
          talk(Says.LEAVE, group, null, GroupFrames.v3Report(source, GroupFrames.record(3, group)));
      case 6 ->
          talk(
              Says.NOTHING,
              group,
              null,
              GroupFrames.v3Report(source, GroupFrames.record(1, group)));
      default -> talk(Says.DATA, null, null, GroupFrames.data(source, group));
    };
  }

  private Talk query(long source, String router) {
    return random.nextBoolean()
        ? talk(Says.QUERY, null, router, GroupFrames.v2Query(source, router, "0.0.0.0", 1))
        : talk(Says.QUERY, null, router, GroupFrames.v3Query(source, router, "0.0.0.0", 1, 1, 1));
  }

  private Talk v6(long source, String group) {
    var router = any(V6_ROUTERS);
    return switch (random.nextInt(7)) {
      case 0 ->
          talk(Says.QUERY, null, router, GroupFrames.mldQuery(source, router, "::", 100, 1, 1));
      case 1 -> talk(Says.JOIN, group, null, GroupFrames.mldReport(source, group));
      case 2 ->
          talk(
              Says.JOIN,
              group,
              null,
              GroupFrames.mldV2Report(source, "::", GroupFrames.record(4, group)));
      case 3 ->
          talk(
              Says.LEAVE,
              group,
              null,
              GroupFrames.mldV2Report(source, GroupFrames.HOST, GroupFrames.record(3, group)));
      default -> talk(Says.DATA, null, null, GroupFrames.data(source, group));
    };
  }

  /** The same frame as a test's policies think of it. */
  static SampleFrame sample(Talk talk, long source, int tag) {
    var bytes = talk.bytes();
    boolean v4 = bytes[12] == 8;
    long destination = 0;
    for (int i = 0; i < 6; i++) {
      destination = destination << 8 | bytes[i] & 0xff;
    }
    int header = 14 + (v4 ? (bytes[14] & 0xf) * 4 : 40);
    int protocol = bytes[v4 ? 23 : 20] & 0xff;
    int type = 0;
    if (!v4 && protocol == 0) {
      protocol = 58;
      type = bytes[header + 8] & 0xff;
    }
    return new SampleFrame(
        destination,
        source,
        tag,
        v4 ? 0x0800 : 0x86dd,
        address(bytes, v4 ? 26 : 22, v4),
        address(bytes, v4 ? 30 : 38, v4),
        protocol,
        type,
        0);
  }

  private static IpAddress address(byte[] bytes, int at, boolean v4) {
    var buffer = java.nio.ByteBuffer.wrap(bytes);
    return v4
        ? IpAddress.ofV4(buffer.getInt(at))
        : new IpAddress(buffer.getLong(at), buffer.getLong(at + 8));
  }
}
