package io.hnswitch.launch.it;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.ThreadFactory;

/**
 * Makes threads that are in a network namespace: a socket that one of them opens is one of there.
 */
record NamespaceThreads(Namespace namespace) implements ThreadFactory {

  private static final int CLONE_NEWNET = 0x40000000;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

  private static final MethodHandle OPEN =
      handle(
          "open",
          FunctionDescriptor.of(INT, ValueLayout.ADDRESS, INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle SETNS = handle("setns", FunctionDescriptor.of(INT, INT, INT));
  private static final MethodHandle CLOSE = handle("close", FunctionDescriptor.of(INT, INT));

  @SuppressWarnings("restricted") // calling C is what this class is for
  private static MethodHandle handle(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().find(name).orElseThrow(), descriptor, options);
  }

  @Override
  public Thread newThread(Runnable work) {
    return Thread.ofPlatform()
        .daemon()
        .name("in " + namespace.name())
        .unstarted(
            () -> {
              enter();
              work.run();
            });
  }

  private void enter() {
    try (var arena = Arena.ofConfined()) {
      int fd = (int) OPEN.invokeExact(arena.allocateFrom("/run/netns/" + namespace.name()), 0);
      int result = fd < 0 ? fd : (int) SETNS.invokeExact(fd, CLONE_NEWNET);
      if (fd >= 0) {
        int _ = (int) CLOSE.invokeExact(fd);
      }
      if (result < 0) {
        throw new IllegalStateException("cannot enter " + namespace);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
