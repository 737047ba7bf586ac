package io.hnswitch.launch;

import io.hnswitch.api.Problem;
import io.hnswitch.lab.LabPlaces;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Where in a lab file something is that turned out to be wrong only when the lab was made, like an
 * interface that is not there.
 */
final class FilePlaces {

  private FilePlaces() {}

  /** What a step that failed points to in the lab, whatever file says it. */
  static List<Problem.Error> errors(LabStep failed, String detail) {
    return pointer(failed).map(to -> new Problem.Error(to, detail, "", 0, 0)).stream().toList();
  }

  private static Optional<String> pointer(LabStep failed) {
    if (!(failed instanceof LabStep.Deploy(var device))) {
      return Optional.empty();
    }
    return switch (device) {
      case Device.Endpoint(var nic) -> Optional.of(LabPlaces.endpoint(nic.id()));
      case Device.Link(var link, _) -> Optional.of(LabPlaces.link(link.name()));
      case Device.Switch _,
          Device.Pairing _,
          Device.Adapter _,
          Device.Vmbus _,
          Device.ArrivingEndpoint _,
          Device.ArrivingNetvsp _,
          Device.Netvsp _,
          Device.Hn _ ->
          Optional.empty();
    };
  }

  /** The first place in a file that a problem points to. */
  static Optional<LabPlaces.At> first(Problem problem, LabPlaces places) {
    return problem.errors().stream()
        .flatMap(one -> places.find(one.pointer()).stream())
        .findFirst();
  }

  /** The same failure, with the places in the file that it points to. */
  static <T> Future<T> located(Throwable cause, LabPlaces places) {
    var problem = Problem.of(cause);
    var first = first(problem, places);
    if (first.isEmpty()) {
      return Future.failedFuture(cause);
    }
    var errors = problem.errors().stream().map(one -> at(one, places)).toList();
    var detail =
        "line " + first.get().line() + ", column " + first.get().column() + ": " + problem.detail();
    return Future.failedFuture(
        new Problem(
                problem.type(), problem.title(), problem.status(), detail, problem.code(), errors)
            .exception());
  }

  private static Problem.Error at(Problem.Error error, LabPlaces places) {
    return places
        .find(error.pointer())
        .map(
            at ->
                new Problem.Error(
                    at.pointer(), error.detail(), error.suggestion(), at.line(), at.column()))
        .orElse(error);
  }
}
