package io.hnswitch.script;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.api.ProblemException;
import io.hnswitch.api.Request;
import io.hnswitch.bus.Lab;
import io.hnswitch.console.ConsoleVerticle;
import io.hnswitch.console.InnerFace;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonArray;
import java.util.Optional;

/**
 * Runs the scripts of a folder and answers {@code script.*}. Deployed behind the console and the
 * lab, undeployed before them. Without a folder there are no scripts.
 *
 * <p>Deploying it fails with an {@link IllegalArgumentException} when the folder is not one that
 * scripts are run from; a script that fails does not.
 */
public final class ScriptsVerticle extends VerticleBase {

  private final Lab lab;
  private final ConsoleVerticle console;
  private final Optional<ScriptSettings> settings;
  private Optional<Scripts> scripts = Optional.empty();

  public ScriptsVerticle(Lab lab, ConsoleVerticle console, Optional<ScriptSettings> settings) {
    this.lab = lab;
    this.console = console;
    this.settings = settings;
  }

  @Override
  public Future<?> start() {
    return face()
        .call(this::open)
        .recover(cause -> stop().transform(done -> Future.failedFuture(inWords(cause))));
  }

  private static Throwable inWords(Throwable cause) {
    return cause instanceof ProblemException
        ? new IllegalArgumentException(cause.getMessage())
        : cause;
  }

  private InnerFace face() {
    return console.inner();
  }

  private Future<Void> open() {
    scripts =
        settings.map(given -> new Scripts(lab, face(), given, ScriptFolder.of(given.folder())));
    face().serve("script.list", request -> Future.succeededFuture(list()));
    face().serve("script.get", request -> Future.succeededFuture(all().get(request.text("name"))));
    face().serve("script.start", request -> all().start(request.text("name")).map(one -> one));
    face().serve("script.stop", request -> all().stop(request.text("name")).map(one -> one));
    face().serve("script.reload", this::reload);
    return scripts.isEmpty() ? Future.succeededFuture() : scripts.get().open();
  }

  private JsonArray list() {
    return scripts.map(Scripts::list).orElseGet(JsonArray::new);
  }

  private Scripts all() {
    return scripts.orElseThrow(
        () ->
            Problem.of(
                    ProblemCode.NOT_FOUND,
                    "this node runs no scripts: it was started without --scripts")
                .exception());
  }

  private Future<Object> reload(Request request) {
    return request.findText("name").isEmpty()
        ? all().reload().map(list -> list)
        : all().reload(request.text("name")).map(one -> one);
  }

  /** The run of a script; on the console's event loop. */
  Optional<ScriptRun> run(String name) {
    return all().run(name);
  }

  @Override
  public Future<?> stop() {
    return face()
        .call(
            () ->
                Future.join(
                    face().unserve(),
                    scripts.map(Scripts::close).orElseGet(Future::succeededFuture)));
  }
}
