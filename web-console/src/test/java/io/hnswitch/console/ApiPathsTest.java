package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.hnswitch.api.Operations;
import io.hnswitch.console.ApiPaths.Match;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiPathsTest {

  private final ApiPaths paths = new ApiPaths(Operations.all());

  @Test
  void findsEveryOperationOfTheCatalogue() {
    for (var operation : Operations.all()) {
      var path = operation.path().replaceAll("\\{[a-z]+}", "x");
      assertEquals(operation, found(operation.method().name(), path).operation());
    }
  }

  @Test
  void takesParametersOutOfThePath() {
    var found = found("POST", "/nics/a:hn0/actions/attach-vf");
    assertEquals("vf.attach", found.operation().name());
    assertEquals(Map.of("nic", "a:hn0"), found.parameters());
  }

  @Test
  void decodesParametersOnceAndLeavesPlusAlone() {
    assertEquals(Map.of("vf", "pf0/vf3"), found("GET", "/vfs/pf0%2Fvf3").parameters());
    assertEquals(Map.of("vf", "%2F"), found("GET", "/vfs/%252F").parameters());
    assertEquals(Map.of("nic", "a+b ü"), found("GET", "/nics/a+b%20%C3%BC").parameters());
  }

  @Test
  void saysWhichMethodsAPathHas() {
    assertEquals(
        List.of("GET", "PATCH"),
        assertInstanceOf(Match.WrongMethod.class, paths.find("DELETE", "/nics/a:hn0")).allowed());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/nic",
        "/nics/",
        "//nics",
        "/nics/a/b",
        "/nics/%",
        "/nics/%zz",
        "/nics/../info"
      })
  void knowsNothingElse(String path) {
    assertInstanceOf(Match.Unknown.class, paths.find("POST", path));
  }

  private Match.Found found(String method, String path) {
    return assertInstanceOf(Match.Found.class, paths.find(method, path));
  }
}
