package io.hnswitch.lab;

import io.hnswitch.policy.PortPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Single keys of a NIC's port policy, each with its value as a lab file would have it. */
public final class PolicyTexts {

  /** The keys there are. */
  public static final List<String> KEYS = PolicyReader.KEYS;

  private PolicyTexts() {}

  /**
   * A policy with some of its keys changed.
   *
   * @param texts by key, YAML or JSON
   * @throws IllegalArgumentException with all that is wrong
   */
  public static PortPolicy apply(PortPolicy before, Map<String, String> texts) {
    var report = new LabReport();
    var tuples = new ArrayList<NodeTuple>();
    for (var key : KEYS) {
      if (texts.containsKey(key)) {
        new LabDocument(report)
            .read(texts.get(key))
            .ifPresent(
                node ->
                    tuples.add(
                        new NodeTuple(new ScalarNode(Tag.STR, key, ScalarStyle.PLAIN), node)));
      }
    }
    var section =
        LabSection.free(new MappingNode(Tag.MAP, tuples, FlowStyle.FLOW), LabPlace.START, report);
    var policy = PolicyReader.read(section, before);
    if (!report.isClean()) {
      throw new IllegalArgumentException(
          report.problems().stream().map(LabProblem::message).collect(Collectors.joining("; ")));
    }
    return policy;
  }
}
