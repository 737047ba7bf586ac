package io.hnswitch.launch;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What happens on Ctrl-C and when the system asks the process to end. The JDK has no public way
 * that lets a program choose its exit code, so {@code sun.misc.Signal} is used where it is there,
 * and a shutdown hook elsewhere.
 */
final class Signals {

  private static final String[] ENDING = {"INT", "TERM", "HUP"};

  /** Within it, further signals are the first one's echo: programs pass on what the group got. */
  private static final Duration ECHO = Duration.ofSeconds(1);

  private Signals() {}

  /**
   * Runs an action on the first such signal; one that comes a second later or more ends the process
   * at once.
   *
   * @param first must not block
   */
  static void onEnd(Runnable first) {
    var seen = new AtomicLong();
    Runnable action =
        () -> {
          long now = System.nanoTime() | 1;
          if (seen.compareAndSet(0, now)) {
            first.run();
          } else if (now - seen.get() > ECHO.toNanos()) {
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED.value());
          }
        };
    try {
      for (var name : ENDING) {
        handle(name, action);
      }
    } catch (ReflectiveOperationException e) {
      Runtime.getRuntime().addShutdownHook(new Thread(first, "shutdown"));
    }
  }

  private static void handle(String name, Runnable action) throws ReflectiveOperationException {
    var signal = Class.forName("sun.misc.Signal");
    var handler = Class.forName("sun.misc.SignalHandler");
    var proxy =
        Proxy.newProxyInstance(
            handler.getClassLoader(),
            new Class<?>[] {handler},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "handle" -> {
                    action.run();
                    yield null;
                  }
                  case "hashCode" -> System.identityHashCode(self);
                  case "equals" -> self == arguments[0];
                  default -> name;
                });
    try {
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (InvocationTargetException e) {
      // The JVM or the system keeps this one for itself, as HUP under nohup: so be it.
      if (!(e.getCause() instanceof IllegalArgumentException)) {
        throw e;
      }
    }
  }
}
