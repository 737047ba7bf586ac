package io.hnswitch.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperationsTest {

  @Test
  void haveOneAddressAndOnePlaceEach() {
    var addresses = new HashSet<String>();
    var places = new HashSet<String>();
    for (var operation : Operations.all()) {
      assertTrue(addresses.add(operation.address()), operation.name());
      assertTrue(places.add(operation.method() + " " + operation.path()), operation.name());
    }
    assertEquals("hnswitch.v1.ctl.vf.attach", Operations.get("vf.attach").address());
    assertEquals("hnswitch.v1.sys.info", Operations.get("sys.info").address());
  }

  @Test
  void haveExamplesThatTheirParametersAllow() {
    for (var operation : Operations.all()) {
      var example = new JsonObject(operation.example());
      for (var name : example.fieldNames()) {
        assertTrue(operation.parameter(name).isPresent(), operation.name() + " " + name);
      }
      for (var parameter : operation.parameters()) {
        assertTrue(
            !parameter.required() || example.containsKey(parameter.name()),
            operation.name() + " needs " + parameter.name());
      }
    }
  }

  @Test
  void describeEveryParameterOfAPath() {
    for (var operation : Operations.all()) {
      var path = operation.path();
      for (var parameter : operation.parameters()) {
        path = path.replace("{" + parameter.name() + "}", "x");
      }
      assertEquals(-1, path.indexOf('{'), operation.name() + " " + path);
    }
  }

  @Test
  void letViewersReadOnly() {
    for (var operation : Operations.all()) {
      boolean secret = List.of("token", "user").contains(operation.noun());
      assertEquals(
          operation.kind() == Operation.Kind.READ && !secret,
          operation.role() == Operation.Role.VIEWER,
          operation.name());
      assertTrue(!secret || operation.role() == Operation.Role.ADMIN, operation.name());
    }
  }
}
