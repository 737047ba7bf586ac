package io.hnswitch.api;

import io.hnswitch.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes whose askers do not wait for them: {@code operation.get} and {@code operation.cancel} by
 * their ids. Used on one event loop only.
 */
public final class Background {

  private static final Logger LOG = LoggerFactory.getLogger(Background.class);

  private final RunningOperations all;
  private final Timers timers;
  private final News news;

  /** Told when an operation begins and when it has ended. */
  @FunctionalInterface
  public interface News {
    /**
     * @param view as {@code operation.get} shows it
     */
    void tell(String id, String state, JsonObject view);
  }

  /**
   * @param timers on the event loop that this is used on
   */
  public Background(Timers timers, News news) {
    this.timers = timers;
    this.news = news;
    all = new RunningOperations(Long.toString(timers.epochMillis(), Character.MAX_RADIX));
  }

  /**
   * Begins one.
   *
   * @param work does it; is given a place to put what cancels it
   * @return the answer for now, with the id
   * @throws ProblemException when too many run
   */
  JsonObject begin(
      String operation, String by, Function<Consumer<Runnable>, Future<JsonObject>> work) {
    var begun = all.begin(operation, by, timers.epochMillis());
    tell(begun);
    work.apply(begun::cancelBy)
        .onComplete(
            done -> {
              if (done.succeeded()) {
                begun.done(done.result(), timers.epochMillis());
              } else {
                begun.failed(problem(operation, done.cause()), timers.epochMillis());
              }
              tell(begun);
            });
    return new JsonObject().put("operation", begun.id());
  }

  private static Problem problem(String operation, Throwable cause) {
    var problem = Problem.of(cause);
    if (problem.code().equals(ProblemCode.INTERNAL.slug())) {
      LOG.error("{} failed", operation, cause);
    }
    return problem;
  }

  private void tell(RunningOperation one) {
    news.tell(one.id(), ViewJson.slug(one.state()), one.view());
  }

  /**
   * What became of one.
   *
   * @throws ProblemException when there is none of that id
   */
  public JsonObject view(String id) {
    return all.get(id).view();
  }

  /**
   * Ends one before it has done all.
   *
   * @throws ProblemException when there is none, it has ended, or it cannot be left half done
   */
  public JsonObject cancel(String id) {
    var one = all.get(id);
    if (!one.isRunning()) {
      throw Problem.of(ProblemCode.STATE_CONFLICT, id + " has ended: " + ViewJson.slug(one.state()))
          .exception();
    }
    one.cancel()
        .orElseThrow(
            () ->
                Problem.of(
                        ProblemCode.STATE_CONFLICT,
                        id + " cannot be cancelled now: it is done wholly or not at all")
                    .exception())
        .run();
    return one.view();
  }
}
