package io.hnswitch.console;

import io.hnswitch.api.Operation;
import io.hnswitch.api.Operations;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a caller may, the same for every face. What is not named here is refused: a request must be
 * for an operation of the catalogue and the caller's role allow it, and only events and ticks can
 * be listened to.
 */
final class Access {

  private static final Map<String, Operation> BY_ADDRESS =
      Operations.all().stream()
          .collect(Collectors.toUnmodifiableMap(Operation::address, Function.identity()));

  private static final Pattern EVENTS =
      Pattern.compile(Pattern.quote(EventGateway.EVENTS) + "\\S{1,200}");
  private static final Pattern TICKS =
      Pattern.compile(Pattern.quote(TickSource.TICKS) + "[a-z-]{1,40}");

  private Access() {}

  /** The answer. */
  sealed interface Decision {
    /** It may ask for this. */
    record Asks(Operation operation) implements Decision {}

    /** It may listen to events. */
    record Events() implements Decision {}

    /** It may listen to ticks. */
    record Ticks() implements Decision {}

    /** It may not; the operation when there is such a one. */
    record Refused(Problem problem, Optional<Operation> operation) implements Decision {}
  }

  /** A request to an address. */
  static Decision send(Principal who, String address) {
    var operation = BY_ADDRESS.get(address);
    if (operation == null) {
      return refused("no operation has the address \"" + address + "\"; see sys.describe");
    }
    return refusal(who, operation)
        .<Decision>map(problem -> new Decision.Refused(problem, Optional.of(operation)))
        .orElseGet(() -> new Decision.Asks(operation));
  }

  /** Listening to an address; every role may. */
  static Decision register(String address) {
    if (EVENTS.matcher(address).matches()) {
      return new Decision.Events();
    }
    if (TICKS.matcher(address).matches()) {
      return new Decision.Ticks();
    }
    return refused("nobody can listen to \"" + address + "\": it is neither event nor tick");
  }

  /** Why a caller may not ask for an operation; empty when it may. */
  static Optional<Problem> refusal(Principal who, Operation operation) {
    if (who.role().compareTo(operation.role()) >= 0) {
      return Optional.empty();
    }
    return Optional.of(
        who.isAnonymous()
            ? Problem.of(
                ProblemCode.UNAUTHENTICATED,
                operation.name() + " needs a token of the role " + operation.roleSlug())
            : Problem.of(
                ProblemCode.FORBIDDEN,
                operation.name()
                    + " is for the role "
                    + operation.roleSlug()
                    + "; \""
                    + who.name()
                    + "\" is "
                    + who.roleSlug()));
  }

  private static Decision refused(String detail) {
    return new Decision.Refused(Problem.of(ProblemCode.FORBIDDEN, detail), Optional.empty());
  }
}
