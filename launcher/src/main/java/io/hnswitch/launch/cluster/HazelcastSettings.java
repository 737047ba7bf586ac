package io.hnswitch.launch.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.SplitBrainProtectionConfig;
import com.hazelcast.spi.merge.DiscardMergePolicy;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionOn;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;

/**
 * Hazelcast for a cluster of hnswitch: a list of members instead of multicast, failures noticed
 * within seconds, and maps that take no change without a majority. What a minority has written
 * nevertheless is discarded when it comes back.
 */
final class HazelcastSettings {

  static final String NODE = "hnswitch.node";
  static final String RUN = "hnswitch.run";
  static final String VERSION = "hnswitch.version";
  static final String WIRES = "hnswitch.wires";

  /** All maps of this program. */
  static final String MAPS = "hnswitch.*";

  static final String MIGRATIONS = "hnswitch.migrations";

  /** Long after anybody could ask for a decision again. */
  private static final int DECISIONS_SECONDS = 3600;

  private static final String MAJORITY = "hnswitch-majority";
  private static final String CLUSTER = "hnswitch";
  private static final int JOIN_SECONDS = 2;
  private static final int BACKUPS = 2;
  private static final int MERGE_BATCH = 100;

  private HazelcastSettings() {}

  static Config of(ClusterSettings settings, String run) {
    var config = ConfigUtil.loadConfig();
    config.setClusterName(CLUSTER);
    network(config, settings);
    properties(config);
    config
        .getMemberAttributeConfig()
        .setAttribute(NODE, settings.node())
        .setAttribute(RUN, run)
        .setAttribute(VERSION, settings.version())
        .setAttribute(WIRES, Integer.toString(settings.wirePort()));
    config.addSplitBrainProtectionConfig(
        new SplitBrainProtectionConfig(MAJORITY, true, settings.quorum())
            .setProtectOn(SplitBrainProtectionOn.WRITE));
    config.addMapConfig(map(MAPS));
    config.addMapConfig(map(MIGRATIONS).setTimeToLiveSeconds(DECISIONS_SECONDS));
    return config;
  }

  private static MapConfig map(String name) {
    return new MapConfig(name)
        .setBackupCount(BACKUPS)
        .setSplitBrainProtectionName(MAJORITY)
        .setMergePolicyConfig(
            new MergePolicyConfig(DiscardMergePolicy.class.getName(), MERGE_BATCH));
  }

  private static void network(Config config, ClusterSettings settings) {
    var own = settings.own();
    var network = config.getNetworkConfig();
    network
        .setPort(own.port())
        .setPortAutoIncrement(false)
        .setReuseAddress(true)
        .setPublicAddress(own.toString());
    network.getInterfaces().setEnabled(true).clear().addInterface(own.host());
    var join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(JOIN_SECONDS);
    settings.members().forEach(member -> join.getTcpIpConfig().addMember(member.toString()));
  }

  private static void properties(Config config) {
    config
        .setProperty("hazelcast.phone.home.enabled", "false")
        .setProperty("hazelcast.shutdownhook.enabled", "false")
        .setProperty("hazelcast.logging.type", "slf4j")
        .setProperty("hazelcast.socket.bind.any", "false")
        // Who is gone is noticed by the end of its connections; who is silent, by this.
        .setProperty("hazelcast.heartbeat.interval.seconds", "1")
        .setProperty("hazelcast.max.no.heartbeat.seconds", "5")
        .setProperty("hazelcast.member.list.publish.interval.seconds", "5")
        .setProperty("hazelcast.wait.seconds.before.join", "1")
        .setProperty("hazelcast.merge.first.run.delay.seconds", "5")
        .setProperty("hazelcast.merge.next.run.delay.seconds", "5")
        // A change that is not known to be kept by another node, too, has failed.
        .setProperty("hazelcast.operation.fail.on.indeterminate.state", "true")
        .setProperty("hazelcast.operation.call.timeout.millis", "8000")
        .setProperty("hazelcast.operation.backup.timeout.millis", "3000")
        .setProperty("hazelcast.partition.count", "31")
        .setProperty("hazelcast.operation.thread.count", "2")
        .setProperty("hazelcast.operation.generic.thread.count", "2")
        .setProperty("hazelcast.io.thread.count", "1")
        .setProperty("hazelcast.event.thread.count", "1")
        .setProperty("hazelcast.clientengine.thread.count", "1");
  }
}
