package io.hnswitch.bus;

import io.hnswitch.capture.Captures;
import io.hnswitch.frame.Memory;
import io.hnswitch.ledger.Ledger;
import io.hnswitch.metrics.Readings;
import io.hnswitch.multicast.SnoopSlots;
import io.hnswitch.policy.PortPolicies;
import io.hnswitch.time.Seeds;
import io.hnswitch.time.Timers;
import io.hnswitch.time.VertxTimers;
import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * What every device of a lab is given: the bus, the memory, the books, time and chance, and the
 * event loop they share. Frames that cross several devices stay on one core that way; a hand-over
 * to another loop costs twenty times a hand-over on the same.
 */
public final class Lab {

  /** Nodes that can run parts of one lab. */
  public static final int NODES_MAX = 64;

  /** Each has a range of the 32 bits of a stream. */
  private static final int INGRESSES_MAX = (1 << 21) / NODES_MAX;

  private final Platform platform;
  private final Memory memory;
  private final Seeds seeds;
  private final Bus bus;
  private final Ledger ledger = new Ledger();
  private final Readings readings = new Readings();
  private final Captures captures;
  private final PortPolicies policies;
  private final SnoopSlots multicast = new SnoopSlots();
  private final AtomicInteger ingresses = new AtomicInteger();
  private volatile int node;
  private final AtomicInteger vfSerials = new AtomicInteger();

  /** A lab in real time. Codecs must have been installed. */
  public Lab(Vertx vertx, Memory memory, Seeds seeds) {
    this(vertx, memory, seeds, VertxTimers::new);
  }

  /**
   * @param timers makes the timers of a device from its context
   */
  public Lab(Vertx vertx, Memory memory, Seeds seeds, Function<Context, Timers> timers) {
    this(new VertxPlatform(vertx, timers), memory, seeds);
  }

  /** A lab on something else than Vert.x, or on it in another way. */
  public Lab(Platform platform, Memory memory, Seeds seeds) {
    this.platform = platform;
    this.memory = memory;
    this.seeds = seeds;
    this.bus = new Bus(platform.transport());
    this.captures = new Captures(memory);
    readings.add(captures::measure);
    this.policies = new PortPolicies(memory, captures);
  }

  private VertxPlatform onVertx() {
    if (platform instanceof VertxPlatform onVertx) {
      return onVertx;
    }
    throw new IllegalStateException("this lab does not run on Vert.x but on " + platform);
  }

  static ContextInternal contextOf(DeviceLoop loop) {
    if (loop instanceof VertxPlatform.Loop(var context, var _)) {
      return context;
    }
    throw new IllegalStateException("this device does not run on Vert.x but on " + loop);
  }

  /** A new context on the lab's event loop. */
  public ContextInternal newContext() {
    return onVertx().newContext();
  }

  /** A loop for a device. */
  DeviceLoop newLoop(String device) {
    return platform.newLoop(device);
  }

  /** Deploys a device that belongs to another; gives what {@link #undeploy} wants. */
  public Future<String> deploy(DeviceVerticle device) {
    return platform.deploy(device);
  }

  /** Undeploys a device. */
  public Future<Void> undeploy(String deployment) {
    return platform.undeploy(deployment);
  }

  /** Runs actions on a context's event loop, each after what is queued. */
  public static Executor executor(Context context) {
    return action -> context.runOnContext(ignored -> action.run());
  }

  public Vertx vertx() {
    return onVertx().vertx();
  }

  public Bus bus() {
    return bus;
  }

  public Memory memory() {
    return memory;
  }

  public Ledger ledger() {
    return ledger;
  }

  /** What the devices measure; for the lab's event loop. */
  public Readings readings() {
    return readings;
  }

  /** What the ports of this node's NICs do; for the lab's event loop. */
  public PortPolicies policies() {
    return policies;
  }

  /** Who knows where multicast goes at this node's switches; for the lab's event loop. */
  public SnoopSlots multicast() {
    return multicast;
  }

  /** Who looks on at this node's NICs; for the lab's event loop. */
  public Captures captures() {
    return captures;
  }

  public Seeds seeds() {
    return seeds;
  }

  public EventLoop loop() {
    return onVertx().loop();
  }

  public Timers timers(Context context) {
    return onVertx().timers(context);
  }

  /** A serial for a VF that is given to a NIC, unique in the lab: association and vPCI carry it. */
  public int newVfSerial() {
    return vfSerials.incrementAndGet();
  }

  /**
   * Says which of the nodes this is, so that streams of frames are told apart over all of them. To
   * be said before devices are deployed; nodes that run parts of one lab must have different
   * numbers.
   *
   * @param number 0 to {@value #NODES_MAX} - 1
   */
  public void node(int number) {
    node(number, 0);
  }

  /**
   * As {@link #node(int)}, for a node that others may know from an earlier run.
   *
   * @param run differs from run to run, so that its streams are none of the earlier one
   */
  public void node(int number, long run) {
    if (number < 0 || number >= NODES_MAX) {
      throw new IllegalArgumentException("number of a node out of range: " + number);
    }
    node = number;
    ingresses.set((int) Math.floorMod(run, (long) INGRESSES_MAX));
  }

  /**
   * A number for a place where frames enter, unique in the lab over all its nodes: the node's
   * above, and below it one that comes again only after {@value #INGRESSES_MAX} others.
   */
  public int newIngress() {
    int own = ingresses.getAndIncrement() & INGRESSES_MAX - 1;
    return node * INGRESSES_MAX + own;
  }
}
