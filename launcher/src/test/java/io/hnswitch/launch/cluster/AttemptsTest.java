package io.hnswitch.launch.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.hazelcast.core.OperationTimeoutException;
import com.hazelcast.spi.exception.TargetNotMemberException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttemptsTest {

  private final AtomicInteger made = new AtomicInteger();

  private Supplier<String> failing(int times, Throwable cause) {
    return () -> {
      if (made.incrementAndGet() <= times) {
        throw new ClusterException("cannot meet: " + cause.getMessage(), cause);
      }
      return "joined";
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void triesAgainWhenAMemberWasTooSlow(int failures) {
    var slow = new RuntimeException(new OperationTimeoutException("8000 ms"));
    assertEquals("joined", Attempts.of(failing(failures, slow)));
    assertEquals(failures + 1, made.get());
  }

  @Test
  void triesAgainWhenAMemberHasJustGone() {
    assertEquals("joined", Attempts.of(failing(1, new TargetNotMemberException("gone"))));
  }

  @Test
  void givesUpInTheEnd() {
    var always = failing(9, new OperationTimeoutException("8000 ms"));
    var failure = assertThrows(ClusterException.class, () -> Attempts.of(always));
    assertEquals("cannot meet: 8000 ms", failure.getMessage());
    assertEquals(Attempts.MOST, made.get());
  }

  @Test
  void triesOnceWhatFailsAgain() {
    var taken = failing(9, new IOException("the port is taken"));
    assertThrows(ClusterException.class, () -> Attempts.of(taken));
    assertEquals(1, made.get());
  }
}
