package io.hnswitch.lab;

/** Writes labs as text that the parser reads back as the same lab. */
public final class LabWriter {

  private LabWriter() {}

  /**
   * The shortest file: no defaults, no derived MAC addresses, {@code count:} for guests that differ
   * in nothing but their number, and {@code defaults.nic} for what most NICs share. Comments and
   * {@code x-} keys of the file that the lab came from are not part of a lab.
   */
  public static String yaml(LabSpec lab) {
    return YamlText.of(LabTree.shortest(lab));
  }

  /** The canonical JSON: every key of every object, names in order; equal labs give equal text. */
  public static String json(LabSpec lab) {
    return JsonText.of(LabTree.full(lab));
  }
}
