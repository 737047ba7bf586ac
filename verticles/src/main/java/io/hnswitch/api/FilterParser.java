package io.hnswitch.api;

import io.hnswitch.api.Filter.Condition;
import io.hnswitch.api.Filter.Glob;
import io.hnswitch.api.Filter.Order;
import io.hnswitch.api.Filter.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the text of a {@link Filter} from its begin to its end. */
final class FilterParser {

  private static final String BLANKS = " \t\r\n";
  private static final String OPERATORS = ":<>";

  private final String text;
  private int at;

  FilterParser(String text) {
    this.text = text;
  }

  List<Term> terms() {
    if (text.length() > Filter.LENGTH_MAX) {
      throw new FilterException(
          "longer than " + Filter.LENGTH_MAX + " characters", Filter.LENGTH_MAX);
    }
    var terms = new ArrayList<Term>();
    while (at < text.length()) {
      if (isBlank()) {
        at++;
      } else {
        terms.add(term());
      }
    }
    return terms;
  }

  private Term term() {
    if (text.charAt(at) != '-') {
      return new Term(false, condition());
    }
    at++;
    if (isEnd()) {
      throw new FilterException("nothing after \"-\"", at - 1);
    }
    return new Term(true, condition());
  }

  private Condition condition() {
    int start = at;
    int operator = start;
    while (operator < text.length()
        && (BLANKS + OPERATORS + '"').indexOf(text.charAt(operator)) < 0) {
      operator++;
    }
    if (operator == text.length() || OPERATORS.indexOf(text.charAt(operator)) < 0) {
      return new Condition.Word(plain().toLowerCase(Locale.ROOT));
    }
    char sign = text.charAt(operator);
    boolean orEqual = sign != ':' && text.startsWith("=", operator + 1);
    at = operator + (orEqual ? 2 : 1);
    var key = text.substring(start, operator);
    if (key.isEmpty()) {
      throw new FilterException("no key before \"" + text.substring(start, at) + "\"", start);
    }
    var noValue =
        new FilterException("no value after \"" + text.substring(start, at) + "\"", start);
    if (isEnd()) {
      throw noValue;
    }
    return sign == ':' ? value(key, noValue) : compare(key, order(sign, orEqual));
  }

  private static Order order(char sign, boolean orEqual) {
    return sign == '>'
        ? orEqual ? Order.AT_LEAST : Order.MORE
        : orEqual ? Order.AT_MOST : Order.LESS;
  }

  private Condition compare(String key, Order order) {
    int start = at;
    var digits = plain();
    double number = Filter.number(digits);
    if (Double.isNaN(number)) {
      throw new FilterException("not a number: \"" + digits + "\"", start);
    }
    return new Condition.Compare(key, order, number);
  }

  /** Alternatives of which nothing is written are none: who types is not done yet. */
  private Condition value(String key, FilterException noValue) {
    var globs = new ArrayList<Glob>();
    while (true) {
      int begin = at;
      var glob = glob();
      if (at > begin) {
        globs.add(glob);
      }
      if (isEnd()) {
        break;
      }
      at++;
    }
    if (globs.isEmpty()) {
      throw noValue;
    }
    return new Condition.Value(key, List.copyOf(globs));
  }

  /** Up to the next comma or blank. */
  private Glob glob() {
    var pieces = new ArrayList<String>();
    var piece = new StringBuilder();
    while (!isEnd() && text.charAt(at) != ',') {
      if (text.charAt(at) == '*') {
        pieces.add(piece.toString().toLowerCase(Locale.ROOT));
        piece.setLength(0);
        at++;
      } else {
        character(piece);
      }
    }
    pieces.add(piece.toString().toLowerCase(Locale.ROOT));
    return new Glob(pieces);
  }

  /** Up to the next blank, as it stands. */
  private String plain() {
    var word = new StringBuilder();
    while (!isEnd()) {
      character(word);
    }
    return word.toString();
  }

  /** One character, or all between quotes. */
  private void character(StringBuilder into) {
    if (text.charAt(at) != '"') {
      into.append(text.charAt(at));
      at++;
      return;
    }
    int end = text.indexOf('"', at + 1);
    if (end < 0) {
      throw new FilterException("unterminated quote", at);
    }
    into.append(text, at + 1, end);
    at = end + 1;
  }

  private boolean isEnd() {
    return at == text.length() || isBlank();
  }

  private boolean isBlank() {
    return BLANKS.indexOf(text.charAt(at)) >= 0;
  }
}
