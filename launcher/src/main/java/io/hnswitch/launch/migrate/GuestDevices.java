package io.hnswitch.launch.migrate;

import io.hnswitch.bus.Address;
import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.NetvspControl;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.id.NicId;
import io.hnswitch.lab.EndpointSpec;
import io.hnswitch.lab.GuestSpec;
import io.hnswitch.lab.NicSpec;
import io.hnswitch.migration.MigrationId;
import io.hnswitch.state.StateTree;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** All devices of one guest, told what a migration wants of them: NIC beside NIC. */
final class GuestDevices {

  /** Longer than any device takes before it gives up. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private static final String NICS = "nics";
  private static final String HN = "hn";
  private static final String NETVSP = "netvsp";
  private static final String ENDPOINT = "endpoint";

  private final Bus bus;
  private final MigrationId id;
  private final Collection<NicSpec> nics;

  GuestDevices(Bus bus, MigrationId id, GuestSpec guest) {
    this.bus = bus;
    this.id = id;
    this.nics = guest.nics().values();
  }

  // At the source.

  /**
   * Stops everything and says goodbye behind the last frame.
   *
   * @param doors where the target waits for the device of a TAP, by the NIC's name
   * @param stopping told when the first endpoint is about to stop
   * @return what the devices know
   */
  Future<StateTree> suspend(Map<String, String> doors, Runnable stopping) {
    var states = new HashMap<String, StateTree>();
    return each(nic ->
            port(nic.id(), new NetvspControl.Leave(id))
                .compose(
                    done -> {
                      stopping.run();
                      return endpoint(nic, new EndpointControl.Suspend());
                    })
                .compose(done -> hn(nic.id(), new NicControl.Drain()))
                .compose(done -> port(nic.id(), new NetvspControl.SayGoodbye(id)))
                .compose(done -> save(nic))
                .onSuccess(state -> states.put(nic.id().nic(), state))
                .compose(done -> hand(nic, doors)))
        .map(done -> StateTree.write(all -> all.tree(NICS, into -> states.forEach(into::tree))));
  }

  private Future<StateTree> save(NicSpec nic) {
    return ask(Addresses.nic(nic.id()), new NicControl.Save(), NicControl.Saved.class)
        .compose(
            hn ->
                ask(Addresses.netvsp(nic.id()), new NetvspControl.Save(), NetvspControl.Saved.class)
                    .compose(
                        port ->
                            saveEndpoint(nic)
                                .map(
                                    endpoint ->
                                        StateTree.write(
                                            into ->
                                                into.tree(HN, hn.state())
                                                    .tree(NETVSP, port.state())
                                                    .tree(ENDPOINT, endpoint)))));
  }

  private Future<StateTree> saveEndpoint(NicSpec nic) {
    return hasEndpoint(nic)
        ? ask(Addresses.endpoint(nic.id()), new EndpointControl.Save(), EndpointControl.Saved.class)
            .map(EndpointControl.Saved::state)
        : Future.succeededFuture(StateTree.EMPTY);
  }

  private Future<?> hand(NicSpec nic, Map<String, String> doors) {
    if (!isTap(nic)) {
      return Future.succeededFuture();
    }
    var door = doors.get(nic.id().nic());
    return door == null
        ? Future.failedFuture("the target has no door for the tap of " + nic.id())
        : endpoint(nic, new EndpointControl.HandDevice(door));
  }

  /** The guest stays: everything goes on, as far as it can. */
  Future<Void> goOn() {
    return each(
        nic ->
            port(nic.id(), new NetvspControl.Stay(id))
                .transform(done -> hn(nic.id(), new NicControl.Undrain()))
                .transform(done -> endpoint(nic, new EndpointControl.Resume()))
                .transform(done -> Future.succeededFuture()));
  }

  /** The guest runs elsewhere: what is for it goes to the tunnel; done behind the last frame. */
  Future<Void> forward() {
    return each(
        nic ->
            port(nic.id(), new NetvspControl.Forward(id))
                .transform(done -> Future.succeededFuture()));
  }

  /** Its devices are about to go: what is the guest's own is left alone. */
  Future<Void> leaveDevices() {
    return each(
        nic ->
            endpoint(nic, new EndpointControl.LeaveDevice())
                .transform(done -> Future.succeededFuture()));
  }

  // At the target.

  /** Opens doors for the devices of TAPs. */
  Future<Void> openDoors(Function<NicId, String> door) {
    return each(
        nic ->
            isTap(nic)
                ? endpoint(nic, new EndpointControl.OpenDoor(door.apply(nic.id())))
                : Future.succeededFuture());
  }

  /** Has every device take over what its like has saved. */
  Future<Void> restore(StateTree state) {
    var from = state.reader().tree(NICS);
    return each(
        nic -> {
          var part = from.tree(nic.id().nic());
          return hn(nic.id(), new NicControl.Restore(part.subtree(HN)))
              .compose(done -> port(nic.id(), new NetvspControl.Restore(part.subtree(NETVSP))))
              .compose(
                  done ->
                      hasEndpoint(nic)
                          ? endpoint(nic, new EndpointControl.Restore(part.subtree(ENDPOINT)))
                          : Future.succeededFuture());
        });
  }

  /** Done when the goodbyes have come, or were waited for in vain. */
  Future<Void> listen() {
    return each(nic -> port(nic.id(), new NetvspControl.AwaitGoodbye(id)));
  }

  /** The guest runs here. */
  Future<Void> activate() {
    return each(
        nic ->
            port(nic.id(), new NetvspControl.Arrive(id))
                .compose(done -> endpoint(nic, new EndpointControl.Resume())));
  }

  /** What was held goes to the guest. */
  Future<Void> release(boolean missed) {
    return each(nic -> port(nic.id(), new NetvspControl.Release(id, missed)));
  }

  // Both.

  boolean hasTaps() {
    return nics.stream().anyMatch(GuestDevices::isTap);
  }

  /** What kind of endpoint keeps the guest where it is, if one does. */
  Optional<String> immovable() {
    for (var nic : nics) {
      switch (nic.endpoint()) {
        case EndpointSpec.Packet _ -> {
          return Optional.of("packet");
        }
        case EndpointSpec.Qemu _ -> {
          return Optional.of("qemu");
        }
        case EndpointSpec.Pcap _ -> {
          return Optional.of("pcap");
        }
        case EndpointSpec.Tap _, EndpointSpec.Host _, EndpointSpec.None _ -> {}
      }
    }
    return Optional.empty();
  }

  /** A value for each NIC that has a TAP, by its name. */
  Map<String, String> taps(Function<NicId, String> value) {
    var values = new LinkedHashMap<String, String>();
    for (var nic : nics) {
      if (isTap(nic)) {
        values.put(nic.id().nic(), value.apply(nic.id()));
      }
    }
    return values;
  }

  private static boolean isTap(NicSpec nic) {
    return nic.endpoint() instanceof EndpointSpec.Tap;
  }

  private static boolean hasEndpoint(NicSpec nic) {
    return !nic.endpoint().equals(EndpointSpec.NONE);
  }

  /** Fails with the first failure, when all of them have ended. */
  private Future<Void> each(Function<NicSpec, Future<?>> action) {
    List<Future<?>> all = new ArrayList<>();
    for (var nic : nics) {
      all.add(Future.succeededFuture().compose(now -> action.apply(nic).mapEmpty()));
    }
    return Future.join(all).mapEmpty();
  }

  private Future<?> endpoint(NicSpec nic, EndpointControl message) {
    return hasEndpoint(nic)
        ? ask(Addresses.endpoint(nic.id()), message, Outcome.Done.class)
        : Future.succeededFuture();
  }

  private Future<?> hn(NicId nic, NicControl message) {
    return ask(Addresses.nic(nic), message, Outcome.Done.class);
  }

  private Future<?> port(NicId nic, NetvspControl message) {
    return ask(Addresses.netvsp(nic), message, Outcome.Done.class);
  }

  private <M, R> Future<R> ask(Address<M> address, M message, Class<R> answer) {
    return bus.request(address, message, answer, PATIENCE);
  }
}
