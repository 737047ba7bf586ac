package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The labs that ship for several nodes, each on the nodes that it names. */
class ClusterLabsIT {

  private static final long ENOUGH = 300;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"two-nodes.yaml", "three-nodes.yaml"})
  void carryFlowsFromNodeToNode(String file) throws Exception {
    var text = Files.readString(Path.of("../conf/cluster").resolve(file));
    var places = new TreeSet<String>();
    Labs.parse(text).switches().values().forEach(one -> places.add(one.place()));
    try (var cluster = new TestCluster(folder, text, places.toArray(String[]::new))) {
      cluster.startAll();
      cluster.untilSound();
      var first = places.first();
      var last = places.last();
      TestCluster.until(
          () -> all(cluster, last, "links", "state", "up"), () -> said(cluster, last, "links"));
      assertEquals(places.size() - 1, cluster.list(first, "get", "links").size());
      TestCluster.until(
          () -> all(cluster, first, "vfs", "steered", true), () -> said(cluster, first, "vfs"));
      TestCluster.until(() -> haveArrived(cluster, last), () -> said(cluster, last, "flows"));
      for (var flow : cluster.list(first, "get", "flows")) {
        for (var fault : new String[] {"duplicated", "reordered"}) {
          assertEquals(0, ((JsonObject) flow).getLong(fault), flow::toString);
        }
      }
      assertTrue(cluster.node(first).run("get", "ledger") == 0, cluster.node(first).err());
    }
  }

  private static String said(TestCluster cluster, String node, String kind) {
    return cluster.list(node, "get", kind).encodePrettily();
  }

  private static boolean all(
      TestCluster cluster, String node, String kind, String member, Object value) {
    return cluster.list(node, "get", kind).stream()
        .allMatch(one -> value.equals(((JsonObject) one).getValue(member)));
  }

  private static boolean haveArrived(TestCluster cluster, String node) {
    return cluster.list(node, "get", "flows").stream()
        .allMatch(one -> ((JsonObject) one).getLong("received") > ENOUGH);
  }
}
