package io.hnswitch.capture.filter;

import java.util.ArrayList;
import java.util.List;

/** The words of a filter, in order. */
final class FilterWords {

  /**
   * A word.
   *
   * @param column where it begins, from 1
   */
  record Word(String text, int column) {
    boolean is(String other) {
      return text.equals(other);
    }
  }

  private static final String END = "";

  private final List<Word> words = new ArrayList<>();
  private int next;

  FilterWords(String text) {
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c <= ' ') {
        i++;
        continue;
      }
      int begin = i;
      i = end(text, begin);
      words.add(new Word(plain(text.substring(begin, i)), begin + 1));
    }
    words.add(new Word(END, text.length() + 1));
  }

  private static int end(String text, int begin) {
    char first = text.charAt(begin);
    if (text.startsWith("&&", begin) || text.startsWith("||", begin)) {
      return begin + 2;
    }
    if (isMark(first)) {
      return begin + 1;
    }
    int end = begin;
    while (end < text.length() && text.charAt(end) > ' ' && !isMark(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isMark(char c) {
    return "()![]&|=<>+*^%".indexOf(c) >= 0;
  }

  private static String plain(String word) {
    return switch (word) {
      case "&&" -> "and";
      case "||" -> "or";
      case "!" -> "not";
      default -> word;
    };
  }

  Word peek() {
    return words.get(next);
  }

  Word peekSecond() {
    return words.get(Math.min(next + 1, words.size() - 1));
  }

  Word take() {
    var word = words.get(next);
    if (next < words.size() - 1) {
      next++;
    }
    return word;
  }

  boolean isEnd() {
    return peek().is(END);
  }

  /** Takes the next word when it is this one. */
  boolean skip(String wanted) {
    if (!isEnd() && peek().is(wanted)) {
      take();
      return true;
    }
    return false;
  }

  FilterException wrong(Word at, String what) {
    return new FilterException(
        at.column, at.is(END) ? what + ", but the filter ends" : "\"" + at.text + "\": " + what);
  }
}
