package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerMergeTest {

  @Test
  void putsListsBehindEachOther() {
    assertEquals(
        new JsonArray("[{\"id\":\"a\"},{\"id\":\"b\"}]"),
        AnswerMerge.of(
            "nic.list",
            List.of(new JsonArray("[{\"id\":\"a\"}]"), new JsonArray("[{\"id\":\"b\"}]"))));
  }

  @Test
  void takesALinkOnce() {
    assertEquals(
        new JsonArray("[{\"id\":\"core\",\"n\":1}]"),
        AnswerMerge.of(
            "link.list",
            List.of(
                new JsonArray("[{\"id\":\"core\",\"n\":1}]"),
                new JsonArray("[{\"id\":\"core\",\"n\":2}]"))));
  }

  @Test
  void addsLedgersUp() {
    var left =
        new JsonObject(
            "{\"sent\":5,\"dropped\":{\"link-down\":1},\"arrivals\":{\"missing\":0},"
                + "\"devices\":[{\"device\":\"hn a:hn0\"}]}");
    var right =
        new JsonObject(
            "{\"sent\":7,\"dropped\":{\"link-down\":2,\"runt\":3},\"arrivals\":{\"missing\":4},"
                + "\"devices\":[{\"device\":\"hn b:hn0\"}]}");
    assertEquals(
        new JsonObject(
            "{\"sent\":12,\"dropped\":{\"link-down\":3,\"runt\":3},\"arrivals\":{\"missing\":4},"
                + "\"devices\":[{\"device\":\"hn a:hn0\"},{\"device\":\"hn b:hn0\"}]}"),
        AnswerMerge.of("ledger.get", List.of(left, right)));
    assertEquals(1, left.getJsonArray("devices").size(), "an answer is nobody's to change");
  }
}
