package io.hnswitch.time;

/**
 * A rate with some slack: bytes may go as long as the bucket has them, and it fills at the rate.
 *
 * <p>A frame that is longer than half of the bucket goes when the bucket is half full, and the rest
 * is paid afterwards. So a timer that is late by less than half a bucket costs nothing of the rate,
 * whatever the frame.
 */
public final class TokenBucket {

  private static final long NANOS = 1_000_000_000L;

  /** Bits times nanoseconds of a second, so that no rounding adds up. */
  private long tokens;

  private long capacity;
  private long rate;
  private long at;

  /** A full bucket. */
  public TokenBucket(long bitsPerSecond, long burstBytes, long now) {
    rate = bitsPerSecond;
    capacity = units(burstBytes);
    tokens = capacity;
    at = now;
  }

  private static long units(long bytes) {
    return bytes * 8 * NANOS;
  }

  /** Another rate and size from now on; what is in it stays, as far as there is room. */
  public void configure(long bitsPerSecond, long burstBytes, long now) {
    fill(now);
    rate = bitsPerSecond;
    capacity = units(burstBytes);
    tokens = Math.min(tokens, capacity);
  }

  /** Lets time pass. */
  public void fill(long now) {
    long elapsed = now - at;
    if (elapsed <= 0) {
      return;
    }
    at = now;
    // Checked by division first: the product of a long pause and a high rate is no long.
    tokens = elapsed > (capacity - tokens) / rate ? capacity : tokens + elapsed * rate;
  }

  /** Whether {@link #takeAll} would take these bytes. */
  public boolean hasAll(long bytes) {
    return tokens >= units(bytes);
  }

  /** Takes all of these bytes, or none. */
  public boolean takeAll(long bytes) {
    if (!hasAll(bytes)) {
      return false;
    }
    tokens -= units(bytes);
    return true;
  }

  /** Takes a frame's bytes if it may go now. */
  public boolean take(int bytes) {
    if (tokens < needed(bytes)) {
      return false;
    }
    tokens -= units(bytes);
    return true;
  }

  /** Nanoseconds until a frame may go; 0 when it may now. */
  public long waitNanos(int bytes) {
    long lacking = needed(bytes) - tokens;
    return lacking <= 0 ? 0 : (lacking + rate - 1) / rate;
  }

  private long needed(int bytes) {
    return Math.min(units(bytes), capacity / 2);
  }
}
