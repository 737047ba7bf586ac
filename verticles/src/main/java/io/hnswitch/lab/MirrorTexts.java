package io.hnswitch.lab;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The mirrors of a switch, as a lab file would have them. */
public final class MirrorTexts {

  private static final String NONE = "none";

  private MirrorTexts() {}

  /**
   * Reads them.
   *
   * @param lab that the switch is in
   * @param text YAML or JSON; {@code none} for no mirrors
   * @throws IllegalArgumentException with all that is wrong
   */
  public static Map<String, MirrorSpec> of(LabSpec lab, String switchName, String text) {
    if (text.equals(NONE)) {
      return Map.of();
    }
    var report = new LabReport();
    var draft = new LabDraft(report);
    draft.switches.putAll(lab.switches());
    draft.guests.putAll(lab.guests());
    var mirrors = new LinkedHashMap<String, MirrorSpec>();
    new LabDocument(report)
        .read(text)
        .ifPresent(
            node ->
                mirrors.putAll(
                    new MirrorReader(draft, switchName)
                        .mirrors(new LabValue(node, LabPlace.START.key("mirrors"), report))));
    if (report.isClean()) {
      new LabChecks(draft).references();
      new PlaceChecks(draft).mirrors();
    }
    if (!report.isClean()) {
      throw new IllegalArgumentException(
          report.problems().stream().map(LabProblem::message).collect(Collectors.joining("; ")));
    }
    return mirrors;
  }

  /** Mirrors in the shape of the file. */
  public static Map<String, Object> tree(SwitchSpec spec) {
    return LabTree.mirrors(spec);
  }
}
