package io.hnswitch.bench;

import io.hnswitch.bus.Lab;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Where a node of a benchmark has its sockets: an address, and the network namespace that has it;
 * none for this one. On Linux each thread is in a namespace of its own, so event loops of one JVM
 * may be in several.
 */
record NetworkPlace(String address, String namespace) {

  private static final NetworkPlace LOOPBACK = new NetworkPlace("127.0.0.1", "");

  private static final int CLONE_NEWNET = 0x4000_0000;

  /**
   * Two of them, as a system property says: {@code ADDRESS@NAMESPACE,ADDRESS@NAMESPACE}, the
   * loopback for both when it is absent.
   */
  static List<NetworkPlace> two() {
    var text = System.getProperty("hnswitch.bench.places", "");
    if (text.isEmpty()) {
      return List.of(LOOPBACK, LOOPBACK);
    }
    var both = List.of(text.split(",")).stream().map(NetworkPlace::parse).toList();
    if (both.size() != 2) {
      throw new IllegalArgumentException("not two places: " + text);
    }
    return both;
  }

  private static NetworkPlace parse(String text) {
    int at = text.indexOf('@');
    return new NetworkPlace(text.substring(0, at), text.substring(at + 1));
  }

  /** Sockets that the lab's event loop makes from now on are in the namespace. */
  void enter(Lab lab) {
    if (namespace.isEmpty()) {
      return;
    }
    var done = new CompletableFuture<Integer>();
    lab.loop().execute(() -> done.complete(setns("/run/netns/" + namespace)));
    if (done.join() != 0) {
      throw new IllegalStateException("cannot enter network namespace " + namespace);
    }
  }

  @SuppressWarnings("restricted") // calling C is what this is for
  private static int setns(String file) {
    var linker = Linker.nativeLinker();
    var open =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("open"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    var setns =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("setns"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    try (var arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom(file);
      // The descriptor stays open for the few minutes that the benchmark lives.
      int descriptor = (int) open.invokeExact(path, 0);
      return (int) setns.invokeExact(descriptor, CLONE_NEWNET);
    } catch (Throwable e) {
      throw new IllegalStateException("cannot call setns", e);
    }
  }
}
