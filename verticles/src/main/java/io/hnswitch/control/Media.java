package io.hnswitch.control;

import java.util.List;

/**
 * The media of an interface, as SIOCGIFMEDIA tells it.
 *
 * @param selected what is selected, like {@code autoselect}
 * @param active what is in use, or {@code none} while there is no link
 * @param supported what can be selected
 */
public record Media(String selected, String active, List<String> supported) {

  /** Lets the interface choose. */
  public static final String AUTOSELECT = "autoselect";

  /** There is no link. */
  public static final String NONE = "none";

  public Media {
    supported = List.copyOf(supported);
  }
}
