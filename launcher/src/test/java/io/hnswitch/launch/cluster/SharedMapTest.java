package io.hnswitch.launch.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.core.HazelcastInstance;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SharedMapTest {

  private static HazelcastInstance untouched() {
    return (HazelcastInstance)
        Proxy.newProxyInstance(
            SharedMapTest.class.getClassLoader(),
            new Class<?>[] {HazelcastInstance.class},
            (proxy, method, arguments) -> {
              throw new AssertionError("asked for " + method.getName());
            });
  }

  @Test
  void answersWhenTheNodeHasLeft() throws Exception {
    var vertx = Vertx.vertx();
    var map = new SharedMap(vertx, untouched(), "hnswitch.test");
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    var answer = map.get("anything");
    assertTrue(answer.failed());
    assertEquals(ProblemCode.UNAVAILABLE.slug(), Problem.of(answer.cause()).code());
  }
}
