package io.hnswitch.endpoint.tap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Network namespaces by the names {@code ip netns} gives them: files on which each is mounted.
 *
 * @param directory where those files are
 */
public record NetworkNamespace(Path directory) {

  /** Where iproute2 keeps them. */
  public static final NetworkNamespace SYSTEM = new NetworkNamespace(Path.of("/var/run/netns"));

  private static final Path SYSCTL_V6 = Path.of("/proc/sys/net/ipv6/conf");

  /** Whether there is one of that name. */
  public boolean exists(String namespace) {
    return Files.exists(file(namespace));
  }

  /** The number of the namespace behind a name; another one made later has another. 0: no such. */
  long identity(String namespace) {
    try {
      return exists(namespace)
          ? ((Number) Files.getAttribute(file(namespace), "unix:ino")).longValue()
          : 0;
    } catch (IOException e) {
      throw new TapException(TapError.IO, "cannot look at network namespace " + namespace, e);
    }
  }

  private Path file(String namespace) {
    return directory.resolve(TapNames.requireNamespace(namespace));
  }

  /**
   * Keeps the IPv6 of an interface from talking of its own accord: no duplicate address detection,
   * no router solicitations. Nothing happens in a kernel without IPv6.
   */
  void quiet(TapPlacement placement, Deadline deadline) {
    inside(
        placement.namespace(),
        deadline,
        () -> {
          var settings = SYSCTL_V6.resolve(placement.name());
          if (Files.isDirectory(settings)) {
            Files.writeString(settings.resolve("accept_dad"), "0\n");
            Files.writeString(settings.resolve("dad_transmits"), "0\n");
            Files.writeString(settings.resolve("router_solicitations"), "0\n");
          }
        });
  }

  /**
   * Does something in a namespace, and waits for it; may block.
   *
   * @param namespace its name; empty for that of the process
   * @param bound how long it may take
   * @throws TapException {@code NOT_SUPPORTED} when there is none of that name, {@code
   *     NOT_PERMITTED}, {@code TIMED_OUT} or {@code IO}; whatever else the action throws
   */
  public <T> T within(String namespace, Duration bound, Supplier<T> action) {
    var result = new AtomicReference<T>();
    inside(namespace, Deadline.after(bound), () -> result.set(action.get()));
    return result.get();
  }

  private interface FileAction {
    void run() throws IOException;
  }

  /**
   * Does something on a thread of its own that enters the namespace and ends there, so that no
   * other work ever runs in the wrong one. Paths under {@code /proc/sys/net} mean the namespace of
   * the thread that opens them.
   */
  private void inside(String namespace, Deadline deadline, FileAction action) {
    var failure = new AtomicReference<Throwable>();
    var thread =
        Thread.ofPlatform()
            .name("netns-" + namespace)
            .daemon()
            .uncaughtExceptionHandler((_, e) -> failure.set(e))
            .start(() -> enterAndRun(namespace, action));
    boolean done;
    try {
      done = thread.join(deadline.left());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TapException(
          TapError.TIMED_OUT, "interrupted in network namespace " + namespace, e);
    }
    if (!done) {
      throw new TapException(
          TapError.TIMED_OUT, "not done in time in network namespace " + namespace);
    }
    switch (failure.get()) {
      case null -> {}
      case UncheckedIOException e ->
          throw new TapException(
              TapError.IO, "cannot set up IPv6 in network namespace " + namespace, e);
      case RuntimeException e -> throw e;
      case Throwable e ->
          throw new TapException(TapError.IO, "failed in network namespace " + namespace, e);
    }
  }

  private void enterAndRun(String namespace, FileAction action) {
    if (!namespace.isEmpty()) {
      enter(namespace);
    }
    try {
      action.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void enter(String namespace) {
    int fd = Libc.open(file(namespace).toString(), Libc.O_RDONLY | Libc.O_CLOEXEC);
    int result = fd < 0 ? fd : Libc.setns(fd, Libc.CLONE_NEWNET);
    if (fd >= 0) {
      Libc.close(fd);
    }
    if (result < 0) {
      throw new TapException(
          TapDevice.errorOf(-result),
          "cannot enter network namespace " + namespace + ": " + Libc.describe(-result));
    }
  }
}
