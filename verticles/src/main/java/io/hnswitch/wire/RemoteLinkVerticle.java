package io.hnswitch.wire;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.LinkControl;
import io.hnswitch.control.LinkView;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.lab.LinkSpec;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * This node's end of a link whose far end is on another node. What the adapter sends goes by TCP to
 * the end there, and what that sends goes to the adapter. Of the two, the one whose adapter's name
 * comes first connects.
 *
 * <p>Events: {@code hnswitch.link.up} and {@code hnswitch.link.down}, with {@code node} and {@code
 * reason}.
 */
public final class RemoteLinkVerticle extends DeviceVerticle implements WireConnection.Handler {

  /** An acknowledgement that nothing waits for goes with others that follow in that time. */
  private static final Duration ACKNOWLEDGE = Duration.ofMillis(1);

  /** Of what may be on its way, the part that is acknowledged without waiting. */
  private static final int ACKNOWLEDGE_PART = 16;

  private final LinkSpec link;
  private final String adapter;
  private final String peer;
  private WirePlug plug;
  private final WireHub hub;
  private BurstPool arrivals;
  private Bus.FrameSender toAdapter;
  private LinkTraffic traffic;
  private LinkDialer dialer;
  private WireConnection connection;
  private String reason = "not connected yet";
  private long acknowledgedTo;
  private int burstsToAcknowledge;
  private long bytesToAcknowledge;
  private boolean acknowledgesSoon;
  private long connects;
  private boolean farLeaves;
  private Promise<Void> farewell;

  /**
   * @param adapter the one of the link's two that is on this node
   */
  public RemoteLinkVerticle(Lab lab, LinkSpec link, String adapter, WireHub hub) {
    super(lab, "link " + link.name());
    this.link = link;
    this.adapter = adapter;
    this.peer = link.peer(adapter);
    this.hub = hub;
  }

  @Override
  protected Future<?> begin() {
    var limits = hub.settings().limits();
    arrivals =
        BurstPool.slabs(
            lab().memory(), limits.bursts(), WireBurst.SLAB_BYTES, executor(), this::roomAgain);
    toAdapter = sender(Addresses.adapterFromWire(adapter));
    var account = new WireAccount(hub.secret().newNumber(), limits.bytes());
    var witness = lab().captures().wire(adapter).witness(ledger().device());
    traffic = new LinkTraffic(account, ledger(), witness, adapter, peer);
    dialer =
        new LinkDialer(hub, timers(), link, adapter, account::count, this::welcomed, this::failed);
    serve(Addresses.link(link.name()), this::serve);
    onFrames(Addresses.linkFromAdapter(link.name()), this::fromAdapter);
    plug = new WirePlug(bus(), link.name(), adapter);
    return plug.connect(peer)
        .onSuccess(
            done -> {
              hub.register(this);
              reason = waiting();
              dial();
            })
        .onFailure(cause -> arrivals.close());
  }

  private String waiting() {
    return isCaller() ? "not connected yet" : "waits for " + node() + " to connect";
  }

  private String node() {
    return hub.directory().nodeOf(peer).orElse("the node of " + peer);
  }

  private boolean isCaller() {
    return adapter.equals(link.endpoints().getFirst());
  }

  private void dial() {
    if (isCaller() && connection == null && farewell == null) {
      dialer.dial();
    }
  }

  @Override
  protected long held() {
    return traffic == null ? 0 : traffic.account().unacknowledged();
  }

  String link() {
    return link.name();
  }

  @Override
  protected Future<?> end() {
    return plug.disconnect()
        .transform(done -> settle())
        .transform(done -> sayFarewell())
        .map(
            done -> {
              hub.unregister(this);
              dialer.cancel();
              if (connection != null) {
                connection.close("the link has been taken away");
              }
              traffic.abandon();
              arrivals.close();
              return done;
            });
  }

  /** Waits until the far end has all and this end has all of it, but not for long. */
  private Future<Void> sayFarewell() {
    farewell = Promise.promise();
    if (connection == null) {
      farewell.complete();
      return farewell.future();
    }
    connection.send(MessageType.BYE, 0, body -> {});
    checkFarewell();
    var timer = timers().after(hub.settings().times().farewell(), farewell::tryComplete);
    return farewell.future().onComplete(done -> timer.cancel());
  }

  private void checkFarewell() {
    if (farewell != null
        && (connection == null || farLeaves && traffic.account().unacknowledged() == 0)) {
      farewell.tryComplete();
    }
  }

  private void fromAdapter(FrameBurst burst) {
    if (burst.size() == 0) {
      burst.release();
    } else if (connection == null || farLeaves || farewell != null) {
      traffic.unreachable(burst);
    } else {
      traffic.send(burst, connection);
    }
  }

  /** Whether a node may be the far end, for all that is known here. */
  boolean mayCome(String fromAdapter, String fromNode) {
    return !isCaller()
        && farewell == null
        && fromAdapter.equals(peer)
        && hub.directory().nodeOf(peer).filter(node -> !node.equals(fromNode)).isEmpty();
  }

  /** The far end has connected; false when its counts do not fit. */
  boolean accept(WireConnection fresh, Hello hello) {
    // From here on nothing of an older connection is read, so that the counts stay true.
    replace("replaced by a new connection of " + hello.fromNode());
    if (!traffic.meet(hello.count())) {
      return false;
    }
    var answer = new Welcome(traffic.account().count());
    fresh.send(
        MessageType.WELCOME, Welcome.BYTES, to -> answer.write(to, hub.secret(), hello.nonce()));
    carry(fresh, hello.fromNode());
    return true;
  }

  /** The far end has welcomed this one. */
  private void welcomed(WireConnection fresh, Hello.Count far) {
    if (!traffic.meet(far)) {
      throw new WireException("counts that do not agree");
    }
    carry(fresh, dialer.node());
  }

  private void carry(WireConnection fresh, String node) {
    connection = fresh;
    reason = "";
    farLeaves = false;
    connects++;
    acknowledgedTo = traffic.account().received();
    fresh.established(this);
    bus().publish("hnswitch.link.up", link.name(), Map.of("node", node));
  }

  private void replace(String why) {
    if (connection != null) {
      connection.close(why);
    }
  }

  private void failed(String why) {
    reason = why;
  }

  /** Looks anew for the far end. */
  void directoryChanged() {
    if (isCaller() && dialer.isElsewhere()) {
      replace("the far end is elsewhere");
      dialer.cancel();
    }
    if (connection == null) {
      reason = waiting();
      dial();
    }
  }

  private void roomAgain() {
    if (connection != null) {
      connection.resume();
    }
  }

  @Override
  public FrameBurst take() {
    return arrivals.take();
  }

  @Override
  public void burst(FrameBurst burst) {
    burst.slab().receivedAt(timers().nanos());
    bytesToAcknowledge += traffic.received(burst);
    burstsToAcknowledge++;
    toAdapter.send(burst);
  }

  @Override
  public void message(MessageType type, ByteBuffer body) {
    switch (type) {
      case ACK -> {
        traffic.acknowledged(body.getLong());
        checkFarewell();
      }
      case BYE -> {
        farLeaves = true;
        acknowledge();
        if (farewell == null) {
          connection.send(MessageType.BYE, 0, answer -> {});
        }
        checkFarewell();
      }
      case GREETING, HELLO, WELCOME, REFUSED, BURST, PING, PONG ->
          throw new WireException(type + " after the handshake");
    }
  }

  @Override
  public void readComplete() {
    if (traffic.account().received() == acknowledgedTo) {
      return;
    }
    boolean much =
        bytesToAcknowledge >= hub.settings().limits().bytes() / ACKNOWLEDGE_PART
            || burstsToAcknowledge >= WireAccount.MESSAGES_MAX / ACKNOWLEDGE_PART;
    if (much && !connection.isFull()) {
      acknowledge();
    } else if (!acknowledgesSoon) {
      acknowledgesSoon = true;
      timers().after(ACKNOWLEDGE, this::acknowledgeLate);
    }
  }

  private void acknowledgeLate() {
    acknowledgesSoon = false;
    if (connection == null || traffic.account().received() == acknowledgedTo) {
      return;
    }
    if (connection.isFull()) {
      readComplete();
    } else {
      acknowledge();
    }
  }

  private void acknowledge() {
    acknowledgedTo = traffic.account().received();
    bytesToAcknowledge = 0;
    burstsToAcknowledge = 0;
    connection.send(MessageType.ACK, Long.BYTES, body -> body.putLong(acknowledgedTo));
  }

  @Override
  public void closed(String why) {
    connection = null;
    reason = why;
    bus().publish("hnswitch.link.down", link.name(), Map.of("reason", why));
    checkFarewell();
    if (farewell == null && isCaller()) {
      dialer.again();
    }
  }

  private Future<?> serve(LinkControl request) {
    return switch (request) {
      case LinkControl.Describe ignored -> Future.succeededFuture(view());
    };
  }

  private LinkView view() {
    boolean up = connection != null && !farLeaves;
    var counters = new TreeMap<>(hub.counters());
    counters.put("connects", connects);
    counters.put("signs-of-life", connection == null ? 0 : connection.answers());
    counters.put("bytes-on-the-way", (long) traffic.account().bytes());
    var roundTrip =
        Optional.ofNullable(connection)
            .map(WireConnection::roundTripNanos)
            .filter(nanos -> nanos >= 0)
            .map(nanos -> nanos / 1_000);
    return new LinkView(
        link.name(),
        link.endpoints(),
        up ? LinkView.UP : LinkView.DOWN,
        up ? Optional.empty() : Optional.of(farLeaves ? "the far end leaves" : reason),
        traffic.ways(),
        Optional.of(
            new LinkView.Remote(
                hub.directory().nodeOf(peer).orElse(""),
                Optional.ofNullable(connection).map(WireConnection::remote),
                roundTrip,
                traffic.account().unacknowledged(),
                counters)));
  }
}
