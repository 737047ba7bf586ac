package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventCursorTest {

  @Test
  void readsWhatItWrites() {
    var cursor = new EventCursor("k3x9", 1234);
    assertEquals("k3x9-00001234", cursor.toString());
    assertEquals(Optional.of(cursor), EventCursor.parse("k3x9-00001234"));
  }

  @Test
  void readsABareNumber() {
    assertEquals(Optional.of(new EventCursor("", 17)), EventCursor.parse("17"));
    assertEquals(Optional.of(EventCursor.START), EventCursor.parse("0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-", "-1", "k-", "K3-1", "a-b-1", "1.5", "1 ", "9999999999999999999", "a-1\n"})
  void readsNothingElse(String text) {
    assertTrue(EventCursor.parse(text).isEmpty());
  }
}
