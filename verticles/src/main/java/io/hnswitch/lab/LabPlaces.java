package io.hnswitch.lab;

import io.hnswitch.id.NicId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where in a file that is said what devices have to do with outside of it: endpoints of NICs and
 * far ends of links. Whether these are there shows only when the lab is made.
 */
public final class LabPlaces {

  /** Of a lab that was not read from a file. */
  public static final LabPlaces NONE = new LabPlaces(Map.of());

  private final Map<String, At> places;

  /**
   * A place in a file.
   *
   * @param line from 1
   * @param column from 1
   * @param pointer JSON Pointer (RFC 6901)
   */
  public record At(int line, int column, String pointer) {}

  private LabPlaces(Map<String, At> places) {
    this.places = Map.copyOf(places);
  }

  static LabPlaces of(LabDraft draft) {
    var places = new HashMap<String, At>();
    draft.origins.forEach((nic, origin) -> places.put(endpoint(nic), at(origin.endpoint())));
    draft.linkEnds.forEach((link, ends) -> places.put(link(link), at(ends.getFirst().keyPlace())));
    draft.tunnelPlaces.forEach((link, local) -> places.put(link(link), at(local.place())));
    draft.interfacePlaces.forEach((link, place) -> places.put(link(link), at(place)));
    return new LabPlaces(places);
  }

  private static At at(LabPlace place) {
    return new At(place.line(), place.column(), place.pointer());
  }

  /** JSON Pointer to the endpoint of a NIC, in a file where guests are not counted. */
  public static String endpoint(NicId nic) {
    return "/spec/guests/" + nic.guest() + "/nics/" + nic.nic() + "/endpoint";
  }

  /** JSON Pointer to a link. */
  public static String link(String name) {
    return "/spec/links/" + name;
  }

  /** Where in the file it is that {@link #endpoint} or {@link #link} points to. */
  public Optional<At> find(String pointer) {
    return Optional.ofNullable(places.get(pointer));
  }
}
