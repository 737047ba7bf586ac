package io.hnswitch.endpoint.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.frame.Memory;
import io.hnswitch.ip.IpAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A host on a wire of its own: frames in as hex, frames out as hex, time moved by hand. */
final class HostFixture implements FrameSink, AutoCloseable {

  private static final long OUT = 64 * 1024;

  private final Arena arena = Arena.ofConfined();
  private final Memory memory = Memory.ofArena(arena, 1 << 20);
  private final List<String> sent = new ArrayList<>();
  private final HostStack host;
  private long now = 1_000_000_000_000L;
  private boolean full;
  private long claimed;

  HostFixture(HostConfig config) {
    host = new HostStack(memory, config, this);
  }

  static HostFixture of(String... addresses) {
    return new HostFixture(HostConfig.of("02:00:00:00:00:01", addresses));
  }

  HostStack host() {
    return host;
  }

  Memory memory() {
    return memory;
  }

  long now() {
    return now;
  }

  void elapse(long nanos) {
    now += nanos;
    host.tick(now);
  }

  void fillUp() {
    full = true;
  }

  HostOutcome receive(String hex) {
    return receive(hex, 0);
  }

  /** The frame stands at the very end of the memory, so reading behind it would throw. */
  HostOutcome receive(String hex, long offload) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    long at = memory.segment().byteSize() - bytes.length;
    MemorySegment.copy(bytes, 0, memory.segment(), Memory.BYTE, at, bytes.length);
    return host.receive(at, bytes.length, offload, now);
  }

  void start() {
    host.start(now);
  }

  long resolve(String address) {
    return host.resolve(IpAddress.parse(address), now);
  }

  /** What was sent since the last call. */
  List<String> sent() {
    var all = List.copyOf(sent);
    sent.clear();
    return all;
  }

  void expect(HostOutcome outcome, String frame, String... answers) {
    assertEquals(outcome, receive(frame));
    assertEquals(List.of(answers), sent());
  }

  @Override
  public long claim(int maxLength) {
    claimed = full ? 0 : maxLength;
    // Dirt, to show that every byte of an answer is written.
    memory.segment().asSlice(OUT, maxLength).fill((byte) 0xa5);
    return full ? 0 : OUT;
  }

  @Override
  public void commit(int length, long offload) {
    if (length > claimed) {
      throw new IllegalStateException("committed " + length + " of " + claimed);
    }
    byte[] bytes = new byte[length];
    MemorySegment.copy(memory.segment(), Memory.BYTE, OUT, bytes, 0, length);
    sent.add(HexFormat.of().formatHex(bytes));
  }

  @Override
  public void close() {
    arena.close();
  }
}
