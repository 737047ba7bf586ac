package io.hnswitch.sysctl;

import io.hnswitch.control.Outcome;

/**
 * What one name of the tree is.
 *
 * @param name below {@code hw.hn} or {@code dev.hn.N}; {@code K} stands for the number of a ring
 * @param initial the value when nobody sets it; empty when it has none or it depends on the device
 * @param values what may be written
 * @param summary one sentence, without a full stop
 * @param effect empty when it does or shows here what it does in the driver, else {@code none:} and
 *     the reason
 */
public record Sysctl(
    String name,
    Type type,
    Access access,
    String initial,
    Values values,
    String summary,
    String effect) {

  /** What a value is. */
  public enum Type {
    INT,
    STRING;

    /** The word in outputs. */
    public String slug() {
      return this == INT ? "int" : "string";
    }
  }

  private static final String NONE = "none: ";

  static Sysctl number(String name, Access access, long initial, Values values, String summary) {
    return new Sysctl(name, Type.INT, access, Long.toString(initial), values, summary, "");
  }

  static Sysctl state(String name, Type type, String summary) {
    return new Sysctl(name, type, Access.RD, "", Values.ANY, summary, "");
  }

  static Sysctl counter(String name, String summary) {
    return new Sysctl(name, Type.INT, Access.COUNTER, "0", Values.ANY, summary, "");
  }

  /** The same, without an effect for this reason. */
  Sysctl without(String reason) {
    return new Sysctl(name, type, access, initial, values, summary, NONE + reason);
  }

  public boolean hasEffect() {
    return effect.isEmpty();
  }

  /**
   * Checks a write while the driver runs.
   *
   * @param shown the name for the refusal's text
   * @return {@link Outcome#DONE} when it is allowed
   */
  public Outcome checkWrite(String shown, String value) {
    return checkWrite(shown, value, values);
  }

  /**
   * As {@link #checkWrite(String, String)}, for a device that allows less.
   *
   * @param allowed what it allows now
   */
  public Outcome checkWrite(String shown, String value, Values allowed) {
    return switch (access) {
      case RD -> Errno.EPERM.refused(shown, value, "it is read-only");
      case RDTUN ->
          Errno.EPERM.refused(
              shown,
              value,
              "the driver reads it when it starts: set it in the lab file, in spec.tunables");
      case COUNTER -> Outcome.DONE;
      case RWTUN, RW -> check(allowed, shown, value);
    };
  }

  private static Outcome check(Values values, String shown, String value) {
    return values.allows(value)
        ? Outcome.DONE
        : Errno.EINVAL.refused(shown, value, "must be " + values.wanted());
  }
}
