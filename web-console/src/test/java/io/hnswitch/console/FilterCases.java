package io.hnswitch.console;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What filters say of objects, the same for the node and the page: {@code filter-cases.json}. */
final class FilterCases {

  static final Path FILE = Path.of("src/test/resources/filter-cases.json");

  private FilterCases() {}

  /**
   * A case.
   *
   * @param object what it is asked of; empty for a filter that is none
   * @param expected {@code matches}, or {@code error} and {@code at}
   */
  record Case(String filter, JsonObject object, JsonObject expected) {}

  static List<Case> all() {
    JsonObject file;
    try {
      file = new JsonObject(Files.readString(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.getJsonArray("cases").stream()
        .map(JsonObject.class::cast)
        .map(one -> of(one, file.getJsonObject("objects")))
        .toList();
  }

  private static Case of(JsonObject one, JsonObject objects) {
    var object = Optional.ofNullable(one.getString("of")).map(objects::getJsonObject);
    var expected = one.copy();
    expected.remove("filter");
    expected.remove("of");
    return new Case(one.getString("filter"), object.orElseGet(JsonObject::new), expected);
  }
}
