package io.hnswitch.launch;

import io.hnswitch.lab.LabSpec;
import io.hnswitch.launch.cluster.ClusterNode;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes this node's share of the lab another. A device is claimed before it is made, and given up
 * when it is gone, so that none is ever with two nodes. Used on the lab's event loop only.
 */
final class ShareKeeper {

  private static final Logger LOG = LoggerFactory.getLogger(ShareKeeper.class);

  private final ClusterNode cluster;
  private final LabDeployer deployer;
  private LabSpec actual = LabSpec.empty("empty");

  ShareKeeper(ClusterNode cluster, LabDeployer deployer) {
    this.cluster = cluster;
    this.deployer = deployer;
  }

  /** What owners are kept for, like {@code guest a}. */
  static Set<String> devices(LabSpec lab) {
    var devices = new LinkedHashSet<String>();
    lab.switches().keySet().forEach(name -> devices.add("switch " + name));
    lab.adapters().keySet().forEach(name -> devices.add("adapter " + name));
    lab.guests().keySet().forEach(name -> devices.add(guest(name)));
    return devices;
  }

  /** A guest, with all that belongs to it. */
  static String guest(String name) {
    return "guest " + name;
  }

  /** What runs here. */
  LabSpec actual() {
    return actual;
  }

  /** A single change has been made here. */
  void changed(LabSpec here) {
    actual = here;
  }

  /**
   * All or nothing.
   *
   * @param to what is to run here
   * @param whole the lab that it is a share of
   */
  Future<Void> become(LabSpec to, LabSpec whole) {
    var from = actual;
    var fresh = new ArrayList<>(devices(to));
    fresh.removeAll(devices(from));
    var gone = new ArrayList<>(devices(from));
    gone.removeAll(devices(to));
    return claim(fresh)
        .compose(
            claimed ->
                deployer
                    .perform(LabSteps.between(from, to), whole)
                    .recover(cause -> release(fresh).transform(done -> Future.failedFuture(cause))))
        .onSuccess(done -> actual = to)
        .compose(done -> release(gone));
  }

  private Future<Void> claim(List<String> devices) {
    Future<Void> all = Future.succeededFuture();
    for (int i = 0; i < devices.size(); i++) {
      var device = devices.get(i);
      var before = devices.subList(0, i);
      all =
          all.compose(
              done ->
                  cluster
                      .owners()
                      .claim(device, cluster.name(), cluster.run())
                      .<Void>mapEmpty()
                      .recover(
                          cause -> release(before).transform(left -> Future.failedFuture(cause))));
    }
    return all;
  }

  /** What cannot be given up now is taken over when this node is gone. */
  private Future<Void> release(List<String> devices) {
    return Future.join(
            devices.stream()
                .map(device -> cluster.owners().release(device, cluster.run()))
                .toList())
        .onFailure(cause -> LOG.warn("cannot give up {}: {}", devices, cause.getMessage()))
        .transform(done -> Future.succeededFuture());
  }

  /** Claims all that runs here again: after a part of the cluster was away, others may have it. */
  Future<Void> confirm() {
    return claim(List.copyOf(devices(actual)));
  }

  /** Gives up all that ran here. */
  Future<Void> leave() {
    return release(List.copyOf(devices(actual)));
  }
}
