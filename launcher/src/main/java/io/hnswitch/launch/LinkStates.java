package io.hnswitch.launch;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.control.LinkControl;
import io.hnswitch.control.LinkView;
import io.hnswitch.lab.LabSpec;
import io.hnswitch.launch.cluster.ClusterNode;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whether links are up, at all of their ends, on whichever nodes these are. */
final class LinkStates {

  private static final String VERB = "link";
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Bus bus;
  private Optional<ClusterNode> cluster = Optional.empty();

  LinkStates(Bus bus) {
    this.bus = bus;
  }

  /** From now on some ends are on other nodes. */
  void join(ClusterNode one) {
    cluster = Optional.of(one);
    one.peers()
        .serve(
            VERB, body -> isUpHere(body.getString("id")).map(up -> new JsonObject().put("up", up)));
  }

  /** Whether all of some links are up. */
  Future<Boolean> areUp(List<String> links, LabSpec lab) {
    return Future.all(links.stream().map(link -> isUp(link, lab)).toList())
        .map(all -> all.<Boolean>list().stream().allMatch(up -> up));
  }

  private Future<Boolean> isUp(String link, LabSpec lab) {
    if (cluster.isEmpty()) {
      return isUpHere(link);
    }
    var nodes =
        lab.links().get(link).endpoints().stream().map(lab::placeOfAdapter).distinct().toList();
    return Future.all(nodes.stream().map(node -> isUpAt(node, link)).toList())
        .map(all -> all.<Boolean>list().stream().allMatch(up -> up));
  }

  private Future<Boolean> isUpAt(String node, String link) {
    var one = cluster.orElseThrow();
    if (node.equals(one.name())) {
      return isUpHere(link);
    }
    return one.members().named(node).isEmpty()
        ? Future.succeededFuture(false)
        : one.peers()
            .ask(node, VERB, new JsonObject().put("id", link), PATIENCE)
            .map(answer -> answer.getBoolean("up"))
            .otherwise(false);
  }

  /** A link that is not there is not up. */
  private Future<Boolean> isUpHere(String link) {
    return bus.request(Addresses.link(link), new LinkControl.Describe(), LinkView.class)
        .map(view -> view.state().equals(LinkView.UP))
        .otherwise(false);
  }
}
