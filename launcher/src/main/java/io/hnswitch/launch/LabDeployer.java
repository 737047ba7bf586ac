package io.hnswitch.launch;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.bus.Address;
import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.bus.RefusedException;
import io.hnswitch.control.AdapterControl;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.PairingControl;
import io.hnswitch.control.SwitchControl;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.lab.LabSpec;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Performs the steps that change a lab, one after the other: all, or none of them, for what was
 * done before a failure is taken back. Used on the lab's event loop only, one run at a time.
 */
final class LabDeployer {

  private static final Logger LOG = LoggerFactory.getLogger(LabDeployer.class);

  /** Bringing a NIC up or down waits for its path to settle. */
  private static final Duration NIC_PATIENCE = Duration.ofSeconds(30);

  /** The guest has 60 s to let go of a VF. */
  static final Duration EJECT_PATIENCE = Duration.ofSeconds(75);

  /** Somebody waits for the process to end. */
  private static final Duration FAREWELL_PATIENCE = Duration.ofSeconds(3);

  private final Bus bus;
  private final Deployments deployments;
  private final Flows flows;
  private final LinkLayers links;
  private final RunningCaptures captures;

  /** Told of every device that was deployed. */
  private Function<Device, Future<Void>> watcher = device -> Future.succeededFuture();

  LabDeployer(
      Bus bus, Deployments deployments, Flows flows, LinkLayers links, RunningCaptures captures) {
    this.bus = bus;
    this.deployments = deployments;
    this.flows = flows;
    this.links = links;
    this.captures = captures;
  }

  /** Says who is told of every device that was deployed; what follows waits for it. */
  void watch(Function<Device, Future<Void>> next) {
    watcher = next;
  }

  /**
   * Performs steps.
   *
   * @return fails with a {@link io.hnswitch.api.ProblemException} that names the step; then all is
   *     as before, or the problem says what is not
   */
  Future<Void> perform(List<LabStep> steps) {
    return perform(steps, 0);
  }

  /**
   * As {@link #perform(List)}, for the share of a lab.
   *
   * @param whole where the far ends of flows are found
   */
  Future<Void> perform(List<LabStep> steps, LabSpec whole) {
    return perform(
        steps.stream()
            .map(
                step ->
                    step instanceof LabStep.StartFlow(var flow, _)
                        ? new LabStep.StartFlow(flow, whole)
                        : step)
            .toList());
  }

  private Future<Void> perform(List<LabStep> steps, int next) {
    if (next == steps.size()) {
      return Future.succeededFuture();
    }
    var step = steps.get(next);
    return Future.succeededFuture()
        .compose(ready -> one(step, EJECT_PATIENCE))
        .transform(
            done ->
                done.succeeded()
                    ? perform(steps, next + 1)
                    : rollBack(steps.subList(0, next), step, done.cause()));
  }

  private Future<Void> rollBack(List<LabStep> done, LabStep failed, Throwable cause) {
    LOG.warn("cannot {}: {}", failed.text(), cause.getMessage());
    return lenient(LabSteps.back(done), EJECT_PATIENCE)
        .compose(left -> Future.failedFuture(problem(failed, cause, left).exception()));
  }

  private static Problem problem(LabStep failed, Throwable cause, List<String> left) {
    var why =
        cause instanceof IllegalArgumentException
            ? Problem.of(ProblemCode.INVALID_VALUE, String.valueOf(cause.getMessage()))
            : Problem.of(cause);
    var code = ProblemCode.ofSlug(why.code()).orElse(ProblemCode.DEVICE_FAILED);
    var detail = "cannot " + failed.text() + ": " + why.detail();
    if (!left.isEmpty()) {
      detail += "; and the way back failed: " + String.join("; ", left);
    }
    // A bug in a device is the device's failure as the lab sees it.
    return Problem.of(
        code == ProblemCode.INTERNAL ? ProblemCode.DEVICE_FAILED : code,
        detail,
        FilePlaces.errors(failed, why.detail()));
  }

  /** Takes things down come what may; gives what could not be done. */
  Future<List<String>> takeDown(List<LabStep> steps) {
    return lenient(steps, FAREWELL_PATIENCE);
  }

  private Future<List<String>> lenient(List<LabStep> steps, Duration patience) {
    var failures = new ArrayList<String>();
    Future<Void> chain = Future.succeededFuture();
    for (var step : steps) {
      chain =
          chain.compose(
              before ->
                  one(step, patience)
                      .otherwise(
                          cause -> {
                            LOG.warn("cannot {}: {}", step.text(), cause.getMessage());
                            failures.add("cannot " + step.text() + ": " + cause.getMessage());
                            return null;
                          }));
    }
    return chain.map(done -> List.copyOf(failures));
  }

  private Future<Void> one(LabStep step, Duration patience) {
    return switch (step) {
      case LabStep.Deploy(var device) -> deploy(device);
      case LabStep.Remove(var device) -> remove(device, patience);
      case LabStep.AttachVf(var adapter, var nic, var mac) -> attach(adapter, nic, mac);
      case LabStep.DetachVf(var adapter, var nic, _) -> detach(adapter, nic, patience);
      case LabStep.SetMtu(var nic, _, var mtu) -> nic(nic, new NicControl.SetMtu(mtu));
      case LabStep.SetOffloads(var nic, _, var caps) -> nic(nic, new NicControl.SetOffloads(caps));
      case LabStep.SetQueue(var nic, _, var queue) -> nic(nic, new NicControl.SetQueue(queue));
      case LabStep.SetWireQueue(var adapter, _, var queue) ->
          ask(Addresses.adapter(adapter), new AdapterControl.SetQueue(queue), Bus.CONTROL_TIMEOUT);
      case LabStep.SetPolicy(var nic, _, var policy) ->
          onSwitch(nic.switchName(), new SwitchControl.SetPolicy(nic.id(), nic.mac(), policy));
      case LabStep.SetUp(var nic, _, var up) -> nic(nic, new NicControl.SetUp(up));
      case LabStep.SetLink(var before, var after) ->
          after.map(links::file).orElseGet(() -> links.forget(before.orElseThrow()));
      case LabStep.SetAttachWait(_, var seconds) ->
          ask(Addresses.pairing(), new PairingControl.SetAttachWait(seconds), Bus.CONTROL_TIMEOUT);
      case LabStep.SetMulticast(var name, _, var policy) ->
          onSwitch(name, new SwitchControl.SetMulticast(policy));
      case LabStep.SetAgeing(var name, _, var ageing) ->
          onSwitch(name, new SwitchControl.SetAgeing(ageing));
      case LabStep.SetMirrors(var name, _, var mirrors) ->
          onSwitch(name, new SwitchControl.SetMirrors(List.copyOf(mirrors.values())));
      case LabStep.Pin(var name, var mac, var port) ->
          onSwitch(name, new SwitchControl.Pin(mac, port));
      case LabStep.Unpin(var name, var mac, _) -> onSwitch(name, new SwitchControl.Unpin(mac));
      case LabStep.StartFlow(var flow, var lab) -> flows.startWired(flow, lab);
      case LabStep.StopFlow(var flow, _) -> flows.stop(flow.name());
      case LabStep.StartCapture(var id, var spec) -> {
        captures.start(id, spec, false);
        yield Future.succeededFuture();
      }
      case LabStep.StopCapture(var id, _) -> {
        captures.find(id).ifPresent(captures::stop);
        yield Future.succeededFuture();
      }
    };
  }

  /** With the host's end of its channel, an hn is complete: its session must come up. */
  private Future<Void> deploy(Device device) {
    var deployed =
        deployments
            .deploy(device)
            .compose(there -> links.made(device))
            .compose(there -> watcher.apply(device));
    var nic =
        switch (device) {
          case Device.Netvsp(var its, _) -> its;
          case Device.ArrivingNetvsp(var its, _, _) -> its;
          case Device.Switch _,
              Device.Pairing _,
              Device.Adapter _,
              Device.Vmbus _,
              Device.Endpoint _,
              Device.ArrivingEndpoint _,
              Device.Link _,
              Device.Hn _ ->
              null;
        };
    if (nic == null) {
      return deployed;
    }
    return deployed
        .compose(there -> nic(nic.id(), new NicControl.AwaitReady()))
        .recover(
            cause -> deployments.undeploy(device).transform(gone -> Future.failedFuture(cause)));
  }

  private Future<Void> remove(Device device, Duration patience) {
    if (!(device instanceof Device.Hn(var nic, _)) || !deployments.isRunning(device)) {
      return deployments.undeploy(device);
    }
    return ask(Addresses.nic(nic.id()), new NicControl.Detach(), patience)
        .transform(
            farewell -> {
              if (farewell.failed()) {
                LOG.atWarn()
                    .addKeyValue("device", nic.id())
                    .log("{} left without farewell: {}", nic.id(), farewell.cause().getMessage());
              }
              return deployments.undeploy(device);
            });
  }

  private Future<Void> attach(String adapter, NicId nic, MacAddress mac) {
    return bus.request(
            Addresses.adapter(adapter),
            new AdapterControl.AttachVf(nic, mac),
            AdapterControl.Assigned.class)
        .mapEmpty();
  }

  private Future<Void> detach(String adapter, NicId nic, Duration patience) {
    var graceful = new AdapterControl.DetachVf(nic, AdapterControl.How.GRACEFUL);
    return ask(Addresses.adapter(adapter), graceful, patience)
        .recover(
            cause ->
                isAbsence(cause) ? Future.succeededFuture() : Future.<Void>failedFuture(cause));
  }

  private static boolean isAbsence(Throwable cause) {
    return cause instanceof RefusedException refused
        && switch (refused.reason()) {
          case NOT_FOUND, STATE_CONFLICT -> true;
          case INVALID_VALUE,
              VF_MANAGED_BY_NIC,
              NO_VF_FREE,
              NOT_SUPPORTED,
              NOT_PERMITTED,
              DEVICE_FAILED,
              PEER_TIMEOUT ->
              false;
        };
  }

  private Future<Void> nic(NicId nic, NicControl message) {
    return ask(Addresses.nic(nic), message, NIC_PATIENCE);
  }

  private Future<Void> onSwitch(String name, SwitchControl message) {
    return ask(Addresses.virtualSwitch(name), message, Bus.CONTROL_TIMEOUT);
  }

  private <M> Future<Void> ask(Address<M> address, M message, Duration patience) {
    return bus.request(address, message, Outcome.Done.class, patience).mapEmpty();
  }
}
