package io.hnswitch.lab;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Breaks a valid file in many ways: it is a lab or has problems with a place, and never throws. */
class LabMutationTest {

  private static final String[] PIECES = {
    "{",
    "}",
    "[",
    "]",
    ":",
    " ",
    "\n",
    "\t",
    "\"",
    "'",
    "&a",
    "*a",
    "!!int ",
    "!x ",
    "|",
    ">",
    "#",
    "-1",
    "0",
    "99999999999999999999",
    "null",
    "true",
    "x-",
    "? ",
    "- ",
    "%",
    "@",
    "\u0000",
    "\ud800",
    "\ud83d\ude00",
    "<<: ",
    "---\n",
    "../",
    "::",
    "s",
    "KiB"
  };

  @Test
  void neverThrowsForBrokenText() {
    var start = Labs.EXAMPLE;
    for (int seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      var text = new StringBuilder(start);
      for (int n = random.nextInt(3); n >= 0; n--) {
        mutate(text, random);
      }
      check(text.toString(), "seed " + seed);
    }
  }

  @Test
  void neverThrowsForBrokenBytes() {
    for (int seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      var bytes = Labs.EXAMPLE.getBytes(StandardCharsets.UTF_8);
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      var result = assertDoesNotThrow(() -> LabParser.parse(bytes), "seed " + seed);
      check(result, "seed " + seed);
    }
  }

  private static void mutate(StringBuilder text, Random random) {
    int at = random.nextInt(text.length());
    int end = Math.min(text.length(), at + 1 + random.nextInt(8));
    switch (random.nextInt(5)) {
      case 0 -> text.delete(at, end);
      case 1 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
      case 2 -> text.replace(at, at + 1, PIECES[random.nextInt(PIECES.length)]);
      case 3 -> {
        int line = text.lastIndexOf("\n", at) + 1;
        int next = text.indexOf("\n", at);
        text.insert(line, text.substring(line, next < 0 ? text.length() : next + 1));
      }
      default -> text.insert(random.nextInt(text.length()), text.substring(at, end));
    }
  }

  private static void check(String text, String seed) {
    check(assertDoesNotThrow(() -> LabParser.parse(text), seed + "\n" + text), seed);
  }

  private static void check(LabResult result, String seed) {
    switch (result) {
      case LabResult.Accepted accepted ->
          assertEquals(accepted.spec(), Labs.accepted(LabWriter.yaml(accepted.spec())), seed);
      case LabResult.Refused refused -> {
        assertFalse(refused.problems().isEmpty(), seed);
        for (var problem : refused.problems()) {
          assertTrue(problem.line() >= 1 && problem.column() >= 1, seed);
          assertFalse(problem.detail().contains("\n"), seed);
        }
      }
    }
  }
}
