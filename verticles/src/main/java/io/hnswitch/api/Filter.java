package io.hnswitch.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Says of JSON objects whether they are wanted, by an expression that people write: {@code
 * path:synthetic,vf oerrors>0 -"b:hn0"}. The page has the same language in {@code filter.js}; both
 * are held to the same cases. Immutable; what it costs grows with the length of the expression
 * times the size of the object, whatever is in them.
 */
public final class Filter {

  /** An expression has at most as many characters. */
  public static final int LENGTH_MAX = 1000;

  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
  private static final int LEVELS = 2;

  private final List<Term> terms;

  private Filter(List<Term> terms) {
    this.terms = terms;
  }

  /** One condition. */
  sealed interface Condition {

    /** Some text of the object has this in it. */
    record Word(String lower) implements Condition {}

    /** The member has one of these texts. */
    record Value(String key, List<Glob> globs) implements Condition {}

    /** The member is a number that compares like this. */
    record Compare(String key, Order order, double number) implements Condition {}
  }

  /** How numbers compare. */
  enum Order {
    MORE,
    AT_LEAST,
    LESS,
    AT_MOST;

    boolean holds(double left, double right) {
      return switch (this) {
        case MORE -> left > right;
        case AT_LEAST -> left >= right;
        case LESS -> left < right;
        case AT_MOST -> left <= right;
      };
    }
  }

  /** A condition that must hold, or must not. */
  record Term(boolean negated, Condition condition) {}

  /**
   * A text in lower case in which some places stand for any run of characters.
   *
   * @param pieces what is between those places; one piece when there are none
   */
  record Glob(List<String> pieces) {

    Glob {
      pieces = List.copyOf(pieces);
    }

    /** The first piece begins the text, the last one ends it, the others follow in turn. */
    boolean matches(String text) {
      if (pieces.size() == 1) {
        return text.equals(pieces.getFirst());
      }
      var last = pieces.getLast();
      int at = pieces.getFirst().length();
      if (!text.startsWith(pieces.getFirst())) {
        return false;
      }
      for (var piece : pieces.subList(1, pieces.size() - 1)) {
        int found = text.indexOf(piece, at);
        if (found < 0) {
          return false;
        }
        at = found + piece.length();
      }
      return text.length() - at >= last.length() && text.endsWith(last);
    }

    /** True when it stands for anything. */
    boolean isAny() {
      return pieces.size() > 1 && pieces.stream().allMatch(String::isEmpty);
    }
  }

  /**
   * Reads an expression; an empty one wants everything.
   *
   * @throws FilterException when it is none
   */
  public static Filter parse(String text) {
    return new Filter(List.copyOf(new FilterParser(text).terms()));
  }

  /** Whether an object is wanted. */
  public boolean matches(JsonObject object) {
    for (var term : terms) {
      if (holds(term.condition(), object) == term.negated()) {
        return false;
      }
    }
    return true;
  }

  private static boolean holds(Condition condition, JsonObject object) {
    return switch (condition) {
      case Condition.Word(var lower) -> contains(object, lower, 0);
      case Condition.Value(var key, var globs) ->
          any(values(object, key), value -> globs.stream().anyMatch(glob -> is(value, glob)));
      case Condition.Compare(var key, var order, var number) ->
          any(
              values(object, key),
              value -> value instanceof Number one && order.holds(one.doubleValue(), number));
    };
  }

  private static boolean contains(Object value, String lower, int level) {
    return switch (value) {
      case null -> false;
      case JsonObject object -> {
        if (level < LEVELS) {
          for (Map.Entry<String, Object> member : object) {
            if (contains(member.getValue(), lower, level + 1)) {
              yield true;
            }
          }
        }
        yield false;
      }
      case JsonArray array -> {
        for (var one : array) {
          if (!(one instanceof JsonArray) && contains(one, lower, level)) {
            yield true;
          }
        }
        yield false;
      }
      default -> text(value).toLowerCase(Locale.ROOT).contains(lower);
    };
  }

  /** An object has no text, but it is there. */
  private static boolean is(Object value, Glob glob) {
    return glob.isAny()
        || !(value instanceof JsonObject) && glob.matches(text(value).toLowerCase(Locale.ROOT));
  }

  private static boolean any(List<Object> values, Predicate<Object> wanted) {
    return values.stream().flatMap(Filter::elements).anyMatch(wanted);
  }

  /** What an array holds, without arrays in it; anything else itself. */
  private static Stream<Object> elements(Object value) {
    return value instanceof JsonArray array
        ? array.stream().filter(one -> one != null && !(one instanceof JsonArray))
        : Stream.of(value);
  }

  /** The member; or by a dotted path; or the first of that name one level deeper. */
  private static List<Object> values(JsonObject object, String key) {
    if (object.getValue(key) != null) {
      return List.of(object.getValue(key));
    }
    int dot = key.indexOf('.');
    if (dot >= 0) {
      List<Object> found = List.of(object);
      for (var name : key.split("\\.", -1)) {
        found = members(found, name);
      }
      if (!found.isEmpty()) {
        return found;
      }
    }
    for (Map.Entry<String, Object> member : object) {
      if (member.getValue() != null) {
        var found = members(List.of(member.getValue()), key);
        if (!found.isEmpty()) {
          return found;
        }
      }
    }
    return List.of();
  }

  private static List<Object> members(List<Object> values, String name) {
    var members = new ArrayList<>();
    for (var value : values) {
      elements(value)
          .forEach(
              one -> {
                if (one instanceof JsonObject object && object.getValue(name) != null) {
                  members.add(object.getValue(name));
                }
              });
    }
    return members;
  }

  private static String text(Object value) {
    return value instanceof Number number ? NumberText.of(number) : value.toString();
  }

  /** A number as expressions have it, with k, M or G for thousands; NaN when it is none. */
  static double number(String text) {
    if (text.isEmpty()) {
      return Double.NaN;
    }
    double unit =
        switch (text.charAt(text.length() - 1)) {
          case 'k' -> 1e3;
          case 'M' -> 1e6;
          case 'G' -> 1e9;
          default -> 1;
        };
    var digits = unit == 1 ? text : text.substring(0, text.length() - 1);
    return DECIMAL.matcher(digits).matches() ? Double.parseDouble(digits) * unit : Double.NaN;
  }
}
