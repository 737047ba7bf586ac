package io.hnswitch.lab;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The mirrors of a switch, as a lab file would have them. */
public final class MirrorTexts {

  private static final String NONE = "none";

  /** What a text says. */
  public sealed interface Result {

    record Mirrors(Map<String, MirrorSpec> byName) implements Result {
      public Mirrors {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
      }
    }

    /**
     * All that is wrong.
     *
     * @param problems their pointers begin with {@code /mirrors}
     */
    record Refused(List<LabProblem> problems) implements Result {
      public Refused {
        problems = List.copyOf(problems);
      }
    }
  }

  private MirrorTexts() {}

  /**
   * Reads them.
   *
   * @param lab that the switch is in
   * @param text YAML or JSON; {@code none} for no mirrors
   */
  public static Result of(LabSpec lab, String switchName, String text) {
    if (text.equals(NONE)) {
      return new Result.Mirrors(Map.of());
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
    return report.isClean() ? new Result.Mirrors(mirrors) : new Result.Refused(report.problems());
  }

  /** Mirrors in the shape of the file. */
  public static Map<String, Object> tree(SwitchSpec spec) {
    return LabTree.mirrors(spec);
  }
}
