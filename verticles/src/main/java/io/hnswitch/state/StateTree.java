package io.hnswitch.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a device hands over to the one that goes on in its place: names with numbers, texts, truth
 * values, lists and trees. Immutable. What comes from another node is checked by {@link #of} for
 * its form and its size, and by whoever {@linkplain Reader reads} it for what it says.
 */
public final class StateTree {

  public static final StateTree EMPTY = new StateTree(Map.of());

  /** Trees within each other at most. */
  static final int DEPTH_MAX = 12;

  /** Values in all of a tree at most. */
  static final int VALUES_MAX = 4_000_000;

  /** Characters of a text at most. */
  static final int TEXT_MAX = 1 << 20;

  private final Map<String, Object> members;

  private StateTree(Map<String, Object> members) {
    this.members = members;
  }

  /** The tree that an action writes. */
  public static StateTree write(Consumer<Writer> action) {
    var writer = new Writer();
    action.accept(writer);
    return new StateTree(Collections.unmodifiableMap(writer.members));
  }

  /**
   * A tree from maps, lists and values that somebody else made.
   *
   * @throws StateException when there is anything else in them, or too much
   */
  public static StateTree of(Map<?, ?> untrusted) {
    return new Intake().tree(untrusted, 0);
  }

  /** Copies what may be in a tree, counting as it goes. */
  private static final class Intake {
    private int values;

    StateTree tree(Map<?, ?> from, int depth) {
      if (depth == DEPTH_MAX) {
        throw new StateException("state is nested more than " + DEPTH_MAX + " deep");
      }
      var copy = new LinkedHashMap<String, Object>();
      from.forEach(
          (name, value) -> {
            if (!(name instanceof String text)) {
              throw new StateException("not a name of state: " + name);
            }
            copy.put(text, value(text, value, depth));
          });
      return new StateTree(Collections.unmodifiableMap(copy));
    }

    private Object value(String name, Object from, int depth) {
      if (++values > VALUES_MAX) {
        throw new StateException("state has more than " + VALUES_MAX + " values");
      }
      return switch (from) {
        case Long number -> number;
        case Integer number -> (long) number;
        case Boolean truth -> truth;
        case String text when text.length() <= TEXT_MAX -> text;
        case StateTree tree -> tree(tree.members, depth + 1);
        case Map<?, ?> tree -> tree(tree, depth + 1);
        case List<?> list -> list.stream().map(one -> value(name, one, depth)).toList();
        case null -> throw new StateException(name + " is null");
        default -> throw new StateException(name + " cannot be " + from.getClass().getSimpleName());
      };
    }
  }

  /** As maps, lists and values. */
  public Map<String, Object> toMap() {
    var map = new LinkedHashMap<String, Object>();
    members.forEach((name, value) -> map.put(name, plain(value)));
    return map;
  }

  private static Object plain(Object value) {
    return switch (value) {
      case StateTree tree -> tree.toMap();
      case List<?> list -> list.stream().map(StateTree::plain).toList();
      default -> value;
    };
  }

  public Reader reader() {
    return new Reader("", members);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StateTree that && members.equals(that.members);
  }

  @Override
  public int hashCode() {
    return members.hashCode();
  }

  @Override
  public String toString() {
    return members.toString();
  }

  /** Fills a tree; a name that is written twice has the last value. */
  public static final class Writer {

    private final Map<String, Object> members = new LinkedHashMap<>();

    private Writer() {}

    public Writer number(String name, long value) {
      members.put(name, value);
      return this;
    }

    public Writer truth(String name, boolean value) {
      members.put(name, value);
      return this;
    }

    public Writer text(String name, String value) {
      members.put(name, value);
      return this;
    }

    public Writer tree(String name, StateTree value) {
      members.put(name, value);
      return this;
    }

    public Writer tree(String name, Consumer<Writer> action) {
      return tree(name, write(action));
    }

    public Writer trees(String name, List<StateTree> values) {
      members.put(name, List.copyOf(values));
      return this;
    }

    /** Numbers, as long as there are some: zeros at the end are left out. */
    public Writer numbers(String name, long[] values) {
      int count = values.length;
      while (count > 0 && values[count - 1] == 0) {
        count--;
      }
      var list = new ArrayList<Object>(count);
      for (int i = 0; i < count; i++) {
        list.add(values[i]);
      }
      members.put(name, List.copyOf(list));
      return this;
    }

    public Writer counts(String name, Map<String, Long> values) {
      return tree(name, into -> values.forEach(into::number));
    }

    public Writer texts(String name, Map<String, String> values) {
      return tree(name, into -> values.forEach(into::text));
    }
  }

  /**
   * Reads a tree; whatever is absent, of another kind or out of range is a {@link StateException}.
   */
  public static final class Reader {

    private final String place;
    private final Map<String, Object> members;

    private Reader(String place, Map<String, Object> members) {
      this.place = place;
      this.members = members;
    }

    private String at(String name) {
      return place.isEmpty() ? name : place + "." + name;
    }

    private <T> T get(String name, Class<T> kind) {
      var value = members.get(name);
      if (!kind.isInstance(value)) {
        throw new StateException(
            value == null ? at(name) + " is missing" : at(name) + " is not what it has to be");
      }
      return kind.cast(value);
    }

    public long number(String name, long min, long max) {
      long value = get(name, Long.class);
      if (value < min || value > max) {
        throw new StateException(
            at(name) + " out of range: " + value + ", not " + min + " to " + max);
      }
      return value;
    }

    /** A number of things. */
    public long count(String name) {
      return number(name, 0, Long.MAX_VALUE);
    }

    public int integer(String name, int min, int max) {
      return (int) number(name, min, max);
    }

    public boolean truth(String name) {
      return get(name, Boolean.class);
    }

    public String text(String name) {
      return get(name, String.class);
    }

    public boolean has(String name) {
      return members.containsKey(name);
    }

    public Reader tree(String name) {
      return new Reader(at(name), get(name, StateTree.class).members);
    }

    /** A part as a tree of its own, for somebody else to read. */
    public StateTree subtree(String name) {
      return get(name, StateTree.class);
    }

    public List<Reader> trees(String name, int max) {
      var list = get(name, List.class);
      if (list.size() > max) {
        throw new StateException(at(name) + " has more than " + max + " entries");
      }
      var readers = new ArrayList<Reader>();
      for (var one : list) {
        if (!(one instanceof StateTree tree)) {
          throw new StateException(at(name) + " is not a list of trees");
        }
        readers.add(new Reader(at(name) + "[" + readers.size() + "]", tree.members));
      }
      return readers;
    }

    /** Fills an array from its start; what is not given stays as it is. */
    public void numbers(String name, long[] into) {
      var list = get(name, List.class);
      if (list.size() > into.length) {
        throw new StateException(at(name) + " has more than " + into.length + " numbers");
      }
      int at = 0;
      for (var one : list) {
        if (!(one instanceof Long number)) {
          throw new StateException(at(name) + " is not a list of numbers");
        }
        into[at++] = number;
      }
    }

    public Map<String, Long> counts(String name) {
      return values(name, Long.class);
    }

    public Map<String, String> texts(String name) {
      return values(name, String.class);
    }

    private <T> Map<String, T> values(String name, Class<T> kind) {
      var inner = tree(name);
      var values = new LinkedHashMap<String, T>();
      inner.members.keySet().forEach(key -> values.put(key, inner.get(key, kind)));
      return values;
    }

    /** Fails for something that is said in the tree and cannot be. */
    public StateException wrong(String name, String why) {
      return new StateException(at(name) + ": " + why);
    }
  }
}
