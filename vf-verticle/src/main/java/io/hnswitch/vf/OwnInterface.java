package io.hnswitch.vf;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.LabEvent;
import io.hnswitch.endpoint.VfEndpoints;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.id.VfId;
import io.vertx.core.Future;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The interface that a VF shows to its guest's network stack in non-transparent mode: an endpoint
 * that comes when the driver has probed the VF, follows what the VF is set to, and goes before the
 * VF does. Belongs to a {@link VfVerticle} and runs on its event loop.
 *
 * <p>Event: {@code hnswitch.vf.interface-failed} with {@code nic} and {@code reason} when it cannot
 * be made; the VF then works, and what it receives has no owner.
 */
final class OwnInterface {

  private static final Logger LOG = LoggerFactory.getLogger(OwnInterface.class);

  private final Lab lab;
  private final VfSettings settings;
  private final VfMachine machine;
  private final VfEndpoints endpoints;
  private final Bus.FrameSender sender;
  private final VfId id;
  private Future<String> deployed = Future.succeededFuture();
  private boolean there;
  private boolean closed;

  OwnInterface(
      Lab lab,
      VfSettings settings,
      VfMachine machine,
      VfEndpoints endpoints,
      Bus.FrameSender sender) {
    this.lab = lab;
    this.settings = settings;
    this.machine = machine;
    this.endpoints = endpoints;
    this.sender = sender;
    this.id = settings.id();
  }

  /** Whether somebody takes what the VF receives. */
  boolean isThere() {
    return there;
  }

  /** Done when it is there, or cannot be; says whether it is. */
  Future<Boolean> open() {
    var nic = settings.grant().nic();
    var verticle = endpoints.above(id, nic);
    if (verticle.isEmpty() || closed) {
      return Future.succeededFuture(false);
    }
    deployed = lab.deploy(verticle.get());
    return deployed.transform(
        done -> {
          if (done.failed()) {
            failed(done.cause());
            deployed = Future.succeededFuture();
            return Future.succeededFuture(false);
          }
          there = !closed;
          return tell().map(told -> there);
        });
  }

  private void failed(Throwable cause) {
    var nic = settings.grant().nic();
    LOG.atWarn()
        .addKeyValue("device", id)
        .log("{} of {} has no interface of its own: {}", id, nic, cause.getMessage());
    lab.bus()
        .publish(
            new LabEvent(
                "hnswitch.vf.interface-failed",
                id.toString(),
                Map.of("nic", nic.toString(), "reason", String.valueOf(cause.getMessage()))));
  }

  /** The stack learns what the VF is set to; without effect when there is nobody. */
  Future<Void> tell() {
    if (!there) {
      return Future.succeededFuture();
    }
    var configure =
        new EndpointControl.Configure(
            settings.grant().mac(),
            machine.mtu(),
            machine.enabled(),
            settings.tso(),
            machine.isUp(),
            machine.isUp());
    return lab.bus()
        .request(Addresses.vfEndpoint(id), configure, EndpointControl.Configured.class)
        .<Void>mapEmpty()
        .otherwise(
            cause -> {
              LOG.atWarn()
                  .addKeyValue("device", id)
                  .log("{}: its interface does not follow: {}", id, cause.getMessage());
              return null;
            });
  }

  /** Frames for the stack; only while it {@link #isThere}. */
  void send(FrameBurst burst) {
    sender.send(burst);
  }

  /** Done when it is gone. */
  Future<Void> close() {
    there = false;
    var leaving = deployed;
    deployed = Future.succeededFuture();
    return leaving
        .compose(
            deployment ->
                deployment == null ? Future.<Void>succeededFuture() : lab.undeploy(deployment))
        .otherwise(
            cause -> {
              LOG.atWarn()
                  .addKeyValue("device", id)
                  .log("{}: its interface did not go in order: {}", id, cause.getMessage());
              return null;
            });
  }

  /** The VF goes: there will not be another one. */
  Future<Void> closeForGood() {
    closed = true;
    return close();
  }
}
