package io.hnswitch.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.lab.QueueSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {

  private static final long MBIT = 1_000_000;

  @Test
  void letsTheBurstGoAtOnceAndNoMore() {
    var bucket = new TokenBucket(8 * MBIT, 10_000, 0);
    for (int i = 0; i < 10; i++) {
      assertTrue(bucket.take(1000));
    }
    assertFalse(bucket.take(1000));
    assertEquals(1_000_000, bucket.waitNanos(1000));
    bucket.fill(999_999);
    assertFalse(bucket.take(1000));
    bucket.fill(1_000_000);
    assertEquals(0, bucket.waitNanos(1000));
    assertTrue(bucket.take(1000));
  }

  @Test
  void savesUpNoMoreThanTheBurst() {
    var bucket = new TokenBucket(8 * MBIT, 10_000, 0);
    bucket.fill(Long.MAX_VALUE / 2);
    assertTrue(bucket.takeAll(10_000));
    assertFalse(bucket.takeAll(1));
  }

  @Test
  void takesAllOrNothing() {
    var bucket = new TokenBucket(8 * MBIT, 10_000, 0);
    assertFalse(bucket.takeAll(10_001));
    assertTrue(bucket.takeAll(10_000));
  }

  @Test
  void letsAFrameThatIsLongerThanTheBucketGoAndIsPaidAfterwards() {
    var bucket = new TokenBucket(8 * MBIT, 10_000, 0);
    assertTrue(bucket.take(64_000));
    // 54000 bytes are owed, and the bucket must be half full.
    assertEquals(59_000_000, bucket.waitNanos(64_000));
    bucket.fill(59_000_000);
    assertTrue(bucket.take(64_000));
  }

  @Test
  void doesNotGoBackInTime() {
    var bucket = new TokenBucket(8 * MBIT, 10_000, 100);
    assertTrue(bucket.takeAll(10_000));
    bucket.fill(50);
    assertFalse(bucket.takeAll(1));
    bucket.fill(1100);
    assertTrue(bucket.takeAll(1));
  }

  @Test
  void keepsWhatItHasWhenTheRateChanges() {
    var bucket = new TokenBucket(8 * MBIT, 10_000, 0);
    assertTrue(bucket.takeAll(6000));
    bucket.configure(16 * MBIT, 20_000, 0);
    assertFalse(bucket.takeAll(4001));
    assertEquals(500_000, bucket.waitNanos(5000));
    bucket.configure(8 * MBIT, 3000, 0);
    assertFalse(bucket.takeAll(3001));
    assertTrue(bucket.takeAll(3000));
  }

  @ParameterizedTest
  @ValueSource(longs = {QueueSpec.MIN_RATE, 3 * MBIT + 1000, QueueSpec.MAX_RATE})
  void roundsNothingAway(long rate) {
    var bucket = new TokenBucket(rate, QueueSpec.MAX_BURST, 0);
    assertTrue(bucket.takeAll(QueueSpec.MAX_BURST));
    // In steps that divide nothing.
    long taken = 0;
    long now = 0;
    for (int step = 0; now < 5_000_000; step++) {
      now += 1 + step * 31 % 997;
      bucket.fill(now);
      while (bucket.takeAll(1)) {
        taken++;
      }
    }
    double exact = rate / 8.0 * now / 1e9;
    assertEquals(exact, taken, 1);
  }
}
