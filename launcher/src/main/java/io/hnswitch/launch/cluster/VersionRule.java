package io.hnswitch.launch.cluster;

import java.util.regex.Pattern;

/**
 * Which versions may run one lab together: those of one major version whose minor versions differ
 * by one at most, so that nodes can be replaced one after the other.
 */
final class VersionRule {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,6})\\.([0-9]{1,6})(\\..*)?");

  private VersionRule() {}

  /** Versions that cannot be read go with their equals only. */
  static boolean fit(String one, String other) {
    var first = FORM.matcher(one);
    var second = FORM.matcher(other);
    if (!first.matches() || !second.matches()) {
      return one.equals(other);
    }
    int minors = Integer.parseInt(first.group(2)) - Integer.parseInt(second.group(2));
    return first.group(1).equals(second.group(1)) && Math.abs(minors) <= 1;
  }
}
