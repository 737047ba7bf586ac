package io.hnswitch.launch;

import io.hnswitch.bus.Address;
import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Codecs;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.FlowEnd;
import io.hnswitch.control.FlowOrder;
import io.hnswitch.control.Outcome;
import io.hnswitch.frame.Memory;
import io.hnswitch.id.NicId;
import io.hnswitch.lab.LabSpec;
import io.hnswitch.launch.migrate.Arbiter;
import io.hnswitch.launch.migrate.Migrations;
import io.hnswitch.ledger.Ledger;
import io.hnswitch.time.Seeds;
import io.hnswitch.time.Timers;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A node of a test: a Vert.x, a lab with real devices, and migrations. */
final class MigrationNode implements AutoCloseable {

  private static final long MEMORY = 3L << 30;
  private static final long PATIENCE_SECONDS = 60;

  /** Places where frames enter a node at most. */
  private final String name;

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(2));
  private final Memory memory = Memory.reserve(MEMORY);
  private final Lab lab;
  private final Context own;
  private final LabState state;
  private final LabDeployer deployer;
  private final Deployments deployments;
  private final Migrations migrations;
  private volatile boolean dead;

  /**
   * @param number of the node, from 0
   */
  MigrationNode(String name, int number, Path folder, Arbiter arbiter) {
    this.name = name;
    Codecs.install(vertx, memory, 1);
    lab = new Lab(vertx, memory, new Seeds(number));
    lab.node(number);
    own = lab.newContext();
    state =
        new LabState(
            lab.bus(),
            LabHistory.empty(Instant.EPOCH),
            System::currentTimeMillis,
            new LabSaver(own, lab.bus(), Optional.empty()));
    deployments =
        new Deployments(vertx, new RealDevices(lab, new Taps(folder.resolve("taps-" + name))));
    deployer =
        new LabDeployer(
            lab.bus(),
            deployments,
            new Flows(new FlowEnds(lab.bus()), new LinkStates(lab.bus()), lab.timers(own)),
            new LinkLayers(lab.bus(), lab.timers(own), deployments, state::spec),
            new RunningCaptures(lab.captures(), lab.bus(), lab.timers(own)));
    migrations =
        new Migrations(
            lab,
            own,
            hasty(lab.timers(own)),
            new LabGuests(state, deployer, deployments),
            arbiter,
            folder);
  }

  /** What a migration waits for, it waits for a tenth of the time. */
  private static Timers hasty(Timers real) {
    return new Timers() {
      @Override
      public long nanos() {
        return real.nanos();
      }

      @Override
      public long epochMillis() {
        return real.epochMillis();
      }

      @Override
      public Timer after(Duration delay, Runnable action) {
        return real.after(delay.dividedBy(10), action);
      }
    };
  }

  String name() {
    return name;
  }

  Vertx vertx() {
    return vertx;
  }

  Lab lab() {
    return lab;
  }

  Migrations migrations() {
    return migrations;
  }

  void start(String yaml) {
    var spec = Labs.parse(yaml);
    await(
        onLoop(
            () ->
                deployer
                    .perform(LabSteps.between(state.spec(), spec))
                    .onSuccess(done -> state.begin(spec))));
  }

  WireEnd wire(String to, Duration delay) {
    var end = new WireEnd(lab, state.spec().switches().keySet().iterator().next(), to, delay);
    return end;
  }

  void deploy(WireEnd end) {
    await(vertx.deployVerticle(end));
  }

  boolean isAlive() {
    return !dead;
  }

  /** Whether anything runs for a guest. */
  boolean hasDevicesOf(String guest) {
    return get(() -> deployments.isRunning(new Device.Vmbus(guest)));
  }

  /** The process ends, without a word to anybody. */
  void dieSoon() {
    dead = true;
    vertx.close();
  }

  LabSpec spec() {
    return get(() -> state.spec());
  }

  Ledger.Total total() {
    return get(() -> lab.ledger().total());
  }

  <M, R> R ask(Address<M> address, M message, Class<R> answer) {
    return await(onLoop(() -> lab.bus().request(address, message, answer)));
  }

  void receives(FlowOrder flow) {
    ask(Addresses.endpoint(flow.to()), new EndpointControl.ReceiveFlow(flow), Outcome.Done.class);
  }

  void sends(FlowOrder flow) {
    ask(Addresses.endpoint(flow.from()), new EndpointControl.SendFlow(flow), Outcome.Done.class);
  }

  void stops(FlowOrder flow) {
    ask(
        Addresses.endpoint(flow.from()),
        new EndpointControl.StopFlow(flow.id()),
        Outcome.Done.class);
  }

  FlowEnd flow(NicId at, String id) {
    return ask(Addresses.endpoint(at), new EndpointControl.DescribeFlow(id), FlowEnd.class);
  }

  <T> Future<T> onLoop(Supplier<Future<T>> action) {
    Promise<T> promise = Promise.promise();
    own.runOnContext(
        ignored -> Future.succeededFuture().compose(now -> action.get()).onComplete(promise));
    return promise.future();
  }

  <T> T get(Supplier<T> action) {
    return await(onLoop(() -> Future.succeededFuture(action.get())));
  }

  static <T> T await(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (dead) {
      await(vertx.close());
      return; // What it had in the wires may still use its memory.
    }
    await(onLoop(() -> deployer.takeDown(LabSteps.between(state.spec(), LabSpec.empty("empty")))));
    await(vertx.close());
    memory.close();
  }
}
