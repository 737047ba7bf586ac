package io.hnswitch.bus;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.util.concurrent.RejectedExecutionHandlers;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.transport.Transport;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/**
 * The transport of the platform, native when there is one, with event loops that look at sockets
 * and TAPs at least once a millisecond.
 *
 * <p>Netty's own go on with queued tasks for a second before they do. In a lab that switches as
 * fast as it can a task always waits: each burst is one, and makes the next. Frames from outside
 * would then move once a second.
 */
public final class LoopTransport implements Transport {

  private static final long QUANTUM_MS = 1;

  private final Transport platform;

  private LoopTransport(Transport platform) {
    this.platform = platform;
  }

  /** The best that there is on this machine. */
  public static Transport best() {
    var fast = Transport.nativeTransport();
    return new LoopTransport(fast != null && fast.available() ? fast : NIO);
  }

  @Override
  public String name() {
    return platform.name();
  }

  @Override
  public boolean available() {
    return platform.available();
  }

  @Override
  public Throwable unavailabilityCause() {
    return platform.unavailabilityCause();
  }

  @Override
  public io.vertx.core.spi.transport.Transport implementation() {
    return new Fair(platform.implementation());
  }

  /** The platform's in everything but its loops. */
  private record Fair(io.vertx.core.spi.transport.Transport platform)
      implements io.vertx.core.spi.transport.Transport {

    @Override
    public EventLoopGroup eventLoopGroup(
        int type, int threads, ThreadFactory factory, int ioRatio) {
      return new MultiThreadIoEventLoopGroup(threads, factory, ioHandlerFactory()) {
        @Override
        protected IoEventLoop newChild(Executor executor, IoHandlerFactory io, Object... more) {
          return new SingleThreadIoEventLoop(
              this,
              executor,
              io,
              Integer.MAX_VALUE,
              RejectedExecutionHandlers.reject(),
              QUANTUM_MS);
        }
      };
    }

    @Override
    public boolean supportsDomainSockets() {
      return platform.supportsDomainSockets();
    }

    @Override
    public boolean supportFileRegion() {
      return platform.supportFileRegion();
    }

    @Override
    public boolean isAvailable() {
      return platform.isAvailable();
    }

    @Override
    public Throwable unavailabilityCause() {
      return platform.unavailabilityCause();
    }

    @Override
    public java.net.SocketAddress convert(SocketAddress address) {
      return platform.convert(address);
    }

    @Override
    public SocketAddress convert(java.net.SocketAddress address) {
      return platform.convert(address);
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
      return platform.ioHandlerFactory();
    }

    @Override
    public DatagramChannel datagramChannel() {
      return platform.datagramChannel();
    }

    @SuppressWarnings("deprecation") // Vert.x has the type in its interface
    @Override
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
      return platform.datagramChannel(family);
    }

    @Override
    public ChannelFactory<? extends io.netty.channel.Channel> channelFactory(boolean domainSocket) {
      return platform.channelFactory(domainSocket);
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
      return platform.serverChannelFactory(domainSocket);
    }

    @Override
    public void configure(DatagramChannel channel, DatagramSocketOptions options) {
      platform.configure(channel, options);
    }

    @Override
    public void configure(
        ClientOptionsBase options, int connectTimeout, boolean domainSocket, Bootstrap bootstrap) {
      platform.configure(options, connectTimeout, domainSocket, bootstrap);
    }

    @Override
    public void configure(
        NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
      platform.configure(options, domainSocket, bootstrap);
    }
  }
}
