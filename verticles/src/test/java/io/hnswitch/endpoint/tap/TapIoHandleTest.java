package io.hnswitch.endpoint.tap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a pipe: what is watched does not matter, and a pipe needs no rights. */
class TapIoHandleTest {

  private static final long SOON = 10;

  private final Semaphore calls = new Semaphore(0);
  private MultiThreadIoEventLoopGroup group;
  private IoEventLoop loop;
  private FileDescriptor reader;
  private FileDescriptor writer;

  @BeforeEach
  void open() throws IOException {
    group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    loop = group.next();
    var pipe = FileDescriptor.pipe();
    reader = pipe[0];
    writer = pipe[1];
  }

  @AfterEach
  void close() throws IOException {
    group.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    reader.close();
    writer.close();
  }

  private TapIoHandle register() {
    return TapIoHandle.register(loop, reader.intValue(), calls::release)
        .syncUninterruptibly()
        .getNow();
  }

  private void send() throws IOException {
    var one = ByteBuffer.allocateDirect(1);
    assertEquals(1, writer.write(one, 0, 1));
  }

  private void assertCalled() throws InterruptedException {
    assertTrue(calls.tryAcquire(SOON, TimeUnit.SECONDS));
  }

  /** What the loop was to do so far is done. */
  private void settle() {
    loop.submit(() -> {}).syncUninterruptibly();
    loop.submit(() -> {}).syncUninterruptibly();
  }

  @Test
  void callsForEveryArrivalAlthoughNothingIsRead() throws Exception {
    register();
    send();
    assertCalled();
    send();
    assertCalled();
  }

  @Test
  void callsForWhatAlreadyWaits() throws Exception {
    send();
    register();
    assertCalled();
  }

  @Test
  void callsNoMoreOnceDeregistered() throws Exception {
    var handle = register();
    assertTrue(handle.deregister().await(SOON, TimeUnit.SECONDS));
    send();
    settle();
    assertEquals(0, calls.availablePermits());
    assertTrue(handle.deregister().isSuccess(), "once more does no harm");
    assertTrue(reader.isOpen());
  }

  @Test
  void mayDeregisterWithinACall() throws Exception {
    var handle = register();
    loop.submit(handle::deregister).syncUninterruptibly();
    assertTrue(handle.deregister().await(SOON, TimeUnit.SECONDS));
  }

  @Test
  void endsWithItsLoop() {
    var handle = register();
    group.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    assertTrue(handle.deregister().isSuccess());
  }

  @Test
  void refusesLoopOfAnotherKind() {
    var nio = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try {
      var result =
          TapIoHandle.register(nio.next(), reader.intValue(), calls::release)
              .awaitUninterruptibly();
      var cause = assertInstanceOf(TapException.class, result.cause());
      assertEquals(TapError.NOT_SUPPORTED, cause.error());
    } finally {
      nio.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  @Test
  void refusesDescriptorThatIsNotOpen() throws IOException {
    var pipe = FileDescriptor.pipe();
    int closed = pipe[0].intValue();
    pipe[0].close();
    pipe[1].close();
    var result = TapIoHandle.register(loop, closed, calls::release).awaitUninterruptibly();
    assertFalse(result.isSuccess());
    assertEquals(TapError.IO, ((TapException) result.cause()).error());
  }
}
