package io.hnswitch.endpoint.tap;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.util.concurrent.RejectedExecutionException;

/**
 * Lets a Netty event loop on epoll say when a TAP has frames, without a channel around it.
 *
 * <p>The interest is edge-triggered: after a call, read until {@link TapDevice#WOULD_BLOCK};
 * whoever stops earlier (no credit, burst full) goes on by itself when it can, no further call
 * comes for what already waits. The descriptor stays its owner's: it is neither read nor closed
 * here.
 */
public final class TapIoHandle implements EpollIoHandle {

  private static final EpollIoOps READABLE = EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLET);
  private static final EpollIoOps BOTH = READABLE.with(EpollIoOps.EPOLLOUT);

  private final FileDescriptor descriptor;
  private final Runnable onReadable;
  private final Promise<Void> gone;
  private IoRegistration registration;

  private TapIoHandle(FileDescriptor descriptor, Runnable onReadable, Promise<Void> gone) {
    this.descriptor = descriptor;
    this.onReadable = onReadable;
    this.gone = gone;
  }

  /**
   * Registers a descriptor; the first call comes at once when frames already wait.
   *
   * @param loop an epoll loop; only asks when Netty's {@code Epoll.isAvailable()}
   * @param fd an open, non-blocking descriptor
   * @param onReadable called on the loop when frames arrived, and when the interface went away (the
   *     next read then says so); must not throw, or Netty stalls the loop for a second
   * @return the handle once registered; fails with {@code NOT_SUPPORTED} on a loop of another kind,
   *     with {@code IO} when epoll refuses the descriptor
   */
  public static Future<TapIoHandle> register(IoEventLoop loop, int fd, Runnable onReadable) {
    if (!loop.isCompatible(TapIoHandle.class)) {
      return loop.newFailedFuture(
          new TapException(
              TapError.NOT_SUPPORTED, "a tap needs an event loop on epoll, not " + loop));
    }
    var handle = new TapIoHandle(new FileDescriptor(fd), onReadable, loop.newPromise());
    Promise<TapIoHandle> registered = loop.newPromise();
    loop.register(handle).addListener((Future<IoRegistration> f) -> handle.on(f, registered));
    return registered;
  }

  private void on(Future<IoRegistration> result, Promise<TapIoHandle> registered) {
    if (!result.isSuccess()) {
      fail(registered, result.cause());
      return;
    }
    registration = result.getNow();
    try {
      registration.submit(READABLE);
    } catch (RuntimeException e) {
      registration.cancel();
      fail(registered, e);
      return;
    }
    registered.setSuccess(this);
  }

  private void fail(Promise<TapIoHandle> registered, Throwable cause) {
    registered.setFailure(
        new TapException(
            TapError.IO, "cannot watch descriptor " + descriptor.intValue() + " of a tap", cause));
  }

  /**
   * Also calls when there is room to write, or no more so; the first call comes at once when there
   * is room already. On the loop, while registered.
   */
  public void alsoWritable(boolean wanted) {
    if (registration.isValid()) {
      registration.submit(wanted ? BOTH : READABLE);
    }
  }

  /**
   * Ends the registration; may be called from any thread, and again.
   *
   * @return completes on the loop when no call comes any more; only then close the descriptor
   */
  public Future<Void> deregister() {
    try {
      registration.cancel();
    } catch (RejectedExecutionException _) {
      // The loop has ended, sometimes without closing its handles: no call can come any more.
      gone.trySuccess(null);
    }
    return gone;
  }

  @Override
  public FileDescriptor fd() {
    return descriptor;
  }

  @Override
  public void handle(IoRegistration from, IoEvent event) {
    if (from.isValid()) {
      onReadable.run();
    }
  }

  @Override
  public void unregistered() {
    gone.trySuccess(null);
  }

  /** The loop shuts down. */
  @Override
  public void close() {
    gone.trySuccess(null);
  }
}
