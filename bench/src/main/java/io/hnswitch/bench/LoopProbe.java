package io.hnswitch.bench;

import com.sun.management.ThreadMXBean;
import io.hnswitch.bus.Lab;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;

/** What the thread of a lab's event loop, where all its devices run, has used so far. */
final class LoopProbe {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final long thread;

  LoopProbe(Lab lab) {
    var id = new CompletableFuture<Long>();
    lab.loop().execute(() -> id.complete(Thread.currentThread().threadId()));
    thread = id.join();
  }

  /** Bytes of heap it allocated. */
  long allocatedBytes() {
    return THREADS.getThreadAllocatedBytes(thread);
  }

  /** Time it had a processor, in nanoseconds. */
  long cpuNanos() {
    return THREADS.getThreadCpuTime(thread);
  }
}
