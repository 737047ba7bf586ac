package io.hnswitch.endpoint.qemu;

import io.hnswitch.bus.RefusedException;
import io.hnswitch.endpoint.tap.Libc;
import io.hnswitch.endpoint.tap.TapIoHandle;
import io.hnswitch.frame.Memory;
import io.hnswitch.lab.EndpointSpec;
import io.hnswitch.lab.SocketPlace;
import io.hnswitch.time.Retry;
import io.hnswitch.time.Timers;
import io.netty.channel.IoEventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The sockets of one endpoint, and who is at their far end. A listening one takes one connection at
 * a time and closes further ones at once; a connecting one tries again until it is closed; one for
 * datagrams looks every second whether there is somebody. All on the device's event loop.
 */
public final class QemuSockets {

  private static final Duration RETRY_FIRST = Duration.ofMillis(100);
  private static final Duration RETRY_MOST = Duration.ofSeconds(2);
  private static final Duration PROBE = Duration.ofSeconds(1);

  /** Told about the far end. */
  public interface Handler {

    /** Frames are to be read from here from now on. */
    void readFrom(Wire wire);

    /** Frames are to be sent here from now on. */
    void writeTo(Wire wire);

    /** Something may be read, or sent. */
    void ready();

    /** Somebody is there. */
    void connected(String remote);

    /** Nobody is there any more: nothing is to be sent. */
    void ended(String reason);
  }

  private final EndpointSpec.Qemu spec;
  private final Memory memory;
  private final IoEventLoop loop;
  private final ContextInternal context;
  private final Timers timers;
  private final Handler handler;
  private final Retry retry;
  private NativeSocket listener;
  private TapIoHandle listening;
  private Peer peer;
  private Timers.Timer probe = () -> {};
  private boolean writing;
  private boolean linked;
  private boolean closed;
  private String reason = "nobody was there yet";
  private long connections;
  private long refused;

  /** A socket that frames go through, and what watches it. */
  private static final class Peer {
    private final NativeSocket socket;
    private TapIoHandle handle;
    private boolean connecting;
    private boolean wantsRoom;

    Peer(NativeSocket socket, boolean connecting) {
      this.socket = socket;
      this.connecting = connecting;
      this.wantsRoom = connecting;
    }
  }

  public QemuSockets(
      EndpointSpec.Qemu spec,
      Memory memory,
      IoEventLoop loop,
      ContextInternal context,
      Timers timers,
      Handler handler) {
    this.spec = spec;
    this.memory = memory;
    this.loop = loop;
    this.context = context;
    this.timers = timers;
    this.handler = handler;
    this.retry = new Retry(timers, RETRY_FIRST, RETRY_MOST, this::dial);
  }

  /** Opens them; fails when that cannot be. That nobody is there yet is no failure. */
  public Future<Void> open() {
    return switch (spec.way()) {
      case LISTEN ->
          context
              .executeBlocking(() -> NativeSocket.listen(memory, spec.local().orElseThrow()), true)
              .compose(this::watchListener);
      case CONNECT -> {
        dial();
        yield Future.succeededFuture();
      }
      case DATAGRAM ->
          context
              .executeBlocking(
                  () -> NativeSocket.datagrams(memory, spec.local().orElseThrow()), true)
              .compose(this::watchDatagrams);
    };
  }

  private Future<TapIoHandle> watch(NativeSocket socket, Runnable ready) {
    Promise<TapIoHandle> watched = context.promise();
    TapIoHandle.register(loop, socket.fd(), () -> context.emit(ignored -> ready.run()))
        .addListener(
            done -> {
              if (done.isSuccess()) {
                watched.complete((TapIoHandle) done.getNow());
              } else {
                watched.fail(done.cause());
              }
            });
    return watched.future();
  }

  private Future<Void> watchListener(NativeSocket socket) {
    listener = socket;
    return watch(socket, this::accept).onSuccess(handle -> listening = handle).mapEmpty();
  }

  private void accept() {
    while (!closed) {
      var asking = listener.accept(memory);
      if (asking.isEmpty()) {
        return;
      }
      if (peer != null) {
        handler.ready(); // Perhaps it has gone just now, and this is who comes after it.
      }
      if (closed || peer != null) {
        refused++;
        asking.get().close();
      } else {
        adopt(asking.get(), false);
      }
    }
  }

  private void dial() {
    if (closed) {
      return;
    }
    var remote = spec.remote().orElseThrow();
    NativeSocket socket;
    try {
      socket = NativeSocket.stream(memory, remote);
    } catch (RefusedException e) {
      reason = e.getMessage();
      retry.failed();
      return;
    }
    int result = socket.connect(remote);
    if (result == NativeSocket.CONNECTED || result == NativeSocket.IN_PROGRESS) {
      adopt(socket, result == NativeSocket.IN_PROGRESS);
    } else {
      socket.close();
      notThere(result);
    }
  }

  private void notThere(int error) {
    reason = nobody(error);
    retry.failed();
  }

  private String nobody(int error) {
    return "nobody at " + spec.remote().orElseThrow() + ": " + Libc.describe(-error);
  }

  private void adopt(NativeSocket socket, boolean connecting) {
    var next = new Peer(socket, connecting);
    peer = next;
    watch(socket, () -> ready(next))
        .onComplete(
            watched -> {
              next.handle = watched.result();
              if (watched.failed() || closed || peer != next) {
                reason = "cannot be watched";
                release(next);
                peer = peer == next ? null : peer;
              } else if (connecting) {
                next.handle.alsoWritable(true);
              } else {
                established();
              }
            });
  }

  private void ready(Peer of) {
    if (closed || of != peer || of.handle == null) {
      return;
    }
    if (of.connecting) {
      proceed();
    } else {
      handler.ready();
    }
  }

  private void proceed() {
    int result = peer.socket.connect(spec.remote().orElseThrow());
    if (result == NativeSocket.CONNECTED) {
      peer.connecting = false;
      wantRoom(false);
      established();
    } else if (result != NativeSocket.IN_PROGRESS) {
      release(peer);
      peer = null;
      notThere(result);
    }
  }

  private void established() {
    retry.succeeded();
    connections++;
    writing = true;
    handler.readFrom(peer.socket);
    handler.writeTo(peer.socket);
    link();
    handler.ready();
  }

  private void link() {
    linked = true;
    reason = "";
    handler.connected(spec.remote().orElseGet(() -> spec.local().orElseThrow()).toString());
  }

  private Future<Void> watchDatagrams(NativeSocket socket) {
    peer = new Peer(socket, false);
    var own = peer;
    return watch(socket, () -> ready(own))
        .onSuccess(
            handle -> {
              own.handle = handle;
              handler.readFrom(socket);
              probe();
              handler.ready();
            })
        .mapEmpty();
  }

  /** Whether there is somebody; a path may be that of another process by now. */
  private void probe() {
    probe.cancel();
    if (closed || peer == null) {
      return;
    }
    int result = peer.socket.connect(spec.remote().orElseThrow());
    if (result != NativeSocket.CONNECTED) {
      gone(nobody(result));
    } else if (!writing) {
      writing = true;
      handler.writeTo(peer.socket);
      // A port can be sent to whether somebody is there or not.
      if (spec.remote().orElseThrow() instanceof SocketPlace.Unix) {
        connections++;
        link();
      }
    }
    probe = timers.after(PROBE, this::probe);
  }

  /** Something came: whoever it was is there. */
  public void heard() {
    if (linked || spec.way() != EndpointSpec.Qemu.Way.DATAGRAM) {
      return;
    }
    if (spec.remote().orElseThrow() instanceof SocketPlace.Unix) {
      probe();
    } else {
      connections++;
      link();
    }
  }

  /** Nothing goes through the socket any more, or its far end says what it must not. */
  public void trouble(String why) {
    if (closed || peer == null) {
      return;
    }
    if (spec.way() == EndpointSpec.Qemu.Way.DATAGRAM) {
      gone(why);
      return;
    }
    release(peer);
    peer = null;
    gone(why);
    if (spec.way() == EndpointSpec.Qemu.Way.CONNECT) {
      retry.failed();
    }
  }

  private void gone(String why) {
    reason = why;
    boolean was = linked || writing;
    linked = false;
    writing = false;
    if (was) {
      handler.ended(why);
    }
  }

  /** Whether to be told when there is room to send again. */
  public void wantRoom(boolean wanted) {
    if (peer != null && peer.handle != null && peer.wantsRoom != wanted) {
      peer.wantsRoom = wanted;
      peer.handle.alsoWritable(wanted);
    }
  }

  /** Closes all of them; then nothing is called any more. */
  public Future<Void> close() {
    closed = true;
    retry.cancel();
    probe.cancel();
    linked = false;
    writing = false;
    var last = peer;
    peer = null;
    return silent(listening)
        .compose(done -> last == null ? Future.succeededFuture() : silent(last.handle))
        .compose(
            done ->
                context.executeBlocking(
                    () -> {
                      if (listener != null) {
                        listener.close();
                      }
                      if (last != null) {
                        last.socket.close();
                      }
                      return null;
                    },
                    true));
  }

  private void release(Peer gone) {
    silent(gone.handle).onComplete(done -> gone.socket.close());
  }

  private Future<Void> silent(TapIoHandle handle) {
    Promise<Void> silent = context.promise();
    if (handle == null) {
      silent.complete();
    } else {
      handle.deregister().addListener(done -> silent.complete());
    }
    return silent.future();
  }

  /** Where it is and how it is, for people. */
  public Map<String, String> settings() {
    var settings = new TreeMap<String, String>();
    settings.put("way", spec.way().slug());
    if (listener != null) {
      settings.put("local", listener.place().toString());
    } else if (spec.way() == EndpointSpec.Qemu.Way.DATAGRAM && peer != null) {
      settings.put("local", peer.socket.place().toString());
    }
    spec.remote().ifPresent(remote -> settings.put("remote", remote.toString()));
    settings.put("link", linked ? "up" : "down");
    settings.put("reason", reason);
    return settings;
  }

  public void count(Map<String, Long> into) {
    into.put("connections", connections);
    into.put("refused", refused);
  }
}
