package io.hnswitch.console;

import io.hnswitch.api.Operation;
import io.hnswitch.api.Operations;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.api.ProblemException;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.LabEvent;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * Serves the catalogue with what a test lays down. What is not laid down answers with its own name,
 * the request and its headers, so a test sees what arrived.
 */
final class FakeLab {

  static final int REVISION = 18;

  /** Operations that nobody serves. */
  private static final List<String> UNSERVED =
      List.of(
          "event.since",
          "event.list",
          "view.get",
          "adapter.get",
          "sys.whoami",
          "token.list",
          "token.create",
          "token.revoke",
          "user.list",
          "user.create",
          "user.set",
          "user.delete");

  private final Lab lab;
  private final Map<String, UnaryOperator<JsonObject>> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  FakeLab(Lab lab) {
    this.lab = lab;
    on("sys.ping", new JsonObject().put("started", true).put("ready", true));
    on("flow.list", new JsonArray());
    on("nic.list", new JsonArray());
    on("vf.list", new JsonArray());
    on("pair.list", new JsonArray());
    on("adapter.list", new JsonArray());
    on("switch.list", new JsonArray());
    on("endpoint.list", new JsonArray());
    on("capture.list", new JsonArray());
    on("ledger.get", new JsonObject());
    Operations.all().stream()
        .filter(operation -> !UNSERVED.contains(operation.name()))
        .forEach(this::serve);
  }

  /** Lays down an answer. */
  FakeLab on(String operation, Object data) {
    return on(operation, request -> new JsonObject().put("data", data));
  }

  /** Lays down what is done to answer: {@code data} is set in what it gives. */
  FakeLab on(String operation, UnaryOperator<JsonObject> answer) {
    answers.put(operation, answer);
    return this;
  }

  /** Lays down a refusal. */
  FakeLab refuse(String operation, ProblemCode code, String detail) {
    return on(
        operation,
        request -> {
          throw Problem.of(code, detail).exception();
        });
  }

  /** Lays down that the device behind it does not answer in time. */
  FakeLab timeOut(String operation) {
    return on(
        operation,
        request -> {
          throw new ReplyException(ReplyFailure.TIMEOUT, "Timed out");
        });
  }

  /** Something happens. */
  void happen(String type, String subject, Map<String, Object> data) {
    lab.bus().publish(new LabEvent(type, subject, data));
  }

  /** How often an operation was asked for. */
  long asked(String operation) {
    return asked.stream().filter(operation::equals).count();
  }

  private void serve(Operation operation) {
    lab.vertx()
        .eventBus()
        .<JsonObject>localConsumer(
            operation.address(), message -> answer(operation.name(), message));
  }

  private void answer(String operation, Message<JsonObject> message) {
    asked.add(operation);
    try {
      var laidDown = answers.get(operation);
      var answer =
          laidDown == null
              ? new JsonObject().put("data", echo(operation, message))
              : laidDown.apply(message.body());
      message.reply(answer.put("revision", REVISION));
    } catch (ProblemException e) {
      message.fail(e.problem().status(), e.problem().toJson().encode());
    } catch (ReplyException e) {
      message.reply(e);
    }
  }

  private static JsonObject echo(String operation, Message<JsonObject> message) {
    var headers = new JsonObject();
    message.headers().forEach(headers::put);
    return new JsonObject()
        .put("operation", operation)
        .put("request", message.body())
        .put("headers", headers);
  }
}
