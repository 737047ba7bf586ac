package io.hnswitch.lab;

import java.util.Collection;
import java.util.List;

/** Words in messages: values on one line, and guesses by edit distance. */
public final class Words {

  private static final int SHOWN_MAX = 60;
  private static final int GUESSED_MAX = 64;

  private Words() {}

  /** The text on one line and not too long: what cannot be printed becomes a question mark. */
  static String shorten(String text) {
    return line(text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "...");
  }

  /** The whole text on one line. */
  static String line(String text) {
    var line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      line.append(isPrintable(c) ? c : '?');
    }
    return line.toString();
  }

  static String quote(String text) {
    return '"' + shorten(text) + '"';
  }

  /** Keys to choose from, each in quotes: {@code "a", "b" or "c"}. */
  static String anyOf(List<String> keys) {
    var quoted = keys.stream().map(Words::quote).toList();
    return String.join(", ", quoted.subList(0, quoted.size() - 1)) + " or " + quoted.getLast();
  }

  static boolean isPrintable(char c) {
    return !Character.isISOControl(c) && c != '\u2028' && c != '\u2029' && c != '\ufeff';
  }

  /** The candidate that differs in the fewest letters, or empty when none is near. */
  public static String nearest(String text, Collection<String> candidates) {
    if (text.isEmpty() || text.length() > GUESSED_MAX) {
      return "";
    }
    var best = "";
    int bestDistance = Integer.MAX_VALUE;
    for (var candidate : candidates) {
      int distance =
          candidate.startsWith(text) && text.length() > 2 ? 1 : distance(text, candidate);
      if (distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    boolean extended = !best.isEmpty() && text.startsWith(best) && best.length() > 2;
    return extended || bestDistance <= Math.max(1, text.length() / 3) ? best : "";
  }

  /** Letters to insert, delete, replace or swap with their neighbour. */
  static int distance(String a, String b) {
    var before = new int[b.length() + 1];
    var last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      var row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + same);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      before = last;
      last = row;
    }
    return last[b.length()];
  }
}
