package io.hnswitch.capture;

import io.hnswitch.id.NicId;
import java.util.List;
import java.util.regex.Pattern;

/** What a capture looks at: a guest's NIC, written {@code a:hn0}, or the wire of an adapter. */
public sealed interface CapturePlace {

  /** A guest's NIC. */
  record Nic(NicId id) implements CapturePlace {

    @Override
    public List<String> ways() {
      return List.of("synthetic", "vf");
    }

    @Override
    public String toString() {
      return id.toString();
    }
  }

  /**
   * The wire of an adapter, whatever is at its far end.
   *
   * @param adapter like {@code pf0}
   */
  record Wire(String adapter) implements CapturePlace {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    public Wire {
      if (!NAME.matcher(adapter).matches()) {
        throw new IllegalArgumentException("not a name of an adapter: \"" + adapter + "\"");
      }
    }

    @Override
    public List<String> ways() {
      return List.of("wire");
    }

    @Override
    public String toString() {
      return adapter;
    }
  }

  /** The ways that frames take there, each an interface in a file. */
  List<String> ways();

  /**
   * The NIC or the adapter with a name.
   *
   * @throws IllegalArgumentException with the text, when it is neither
   */
  static CapturePlace parse(String text) {
    return text.indexOf(':') < 0 ? new Wire(text) : new Nic(NicId.parse(text));
  }
}
