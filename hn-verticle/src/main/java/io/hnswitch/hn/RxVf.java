package io.hnswitch.hn;

import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.control.RxVfStep;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What hn does for a VF that is used beside it (RXVF, section 26 of the reference): which VF gets
 * what the channel brings, and what the host and the link are told. Pairing gives the order and
 * takes back what it turned on; a step that is refused here has changed nothing.
 */
final class RxVf {

  /** What is to be done. */
  sealed interface Effect {

    /** The receive filter is promiscuous, or what hn's flags say. */
    record Filter(boolean promiscuous) implements Effect {}

    /** NVS 129 with this number, which {@link RxVf#owns} knows. */
    record AskHost(boolean vf, int asked) implements Effect {}

    /** Link management is suspended, what it had pending forgotten, the link down. */
    record LinkDown() implements Effect {}

    /** Link management goes on. */
    record LinkResumed() implements Effect {}

    /** The step is done, or refused. */
    record Answer(Outcome outcome) implements Effect {}
  }

  private static final List<Effect> DONE = List.of(new Effect.Answer(Outcome.DONE));

  private final NicId nic;
  private Optional<VfId> filters = Optional.empty();
  private Optional<VfId> redirected = Optional.empty();
  private Optional<VfId> dataPath = Optional.empty();
  private Optional<VfId> link = Optional.empty();
  private Optional<VfId> waiting = Optional.empty();
  private boolean wanted;
  private int asked;

  RxVf(NicId nic) {
    this.nic = nic;
  }

  /** Whose interface gets what the channel brings; nobody's: it is hn's. */
  Optional<VfId> redirected() {
    return redirected;
  }

  /** Whether the host was told that a VF has the data path. */
  boolean hasDataPath() {
    return dataPath.isPresent();
  }

  /** Whether an answer of the host is to a question from here: their numbers are negative. */
  static boolean owns(int asked) {
    return asked < 0;
  }

  /**
   * A step.
   *
   * @param attached whether there is a session with the host; without one it is told nothing
   */
  List<Effect> on(VfId vf, RxVfStep step, boolean on, boolean attached) {
    var other = users().filter(user -> !user.equals(vf)).findFirst();
    if (other.isPresent()) {
      return on ? refuse(" receives for " + other.get() + ", not for " + vf) : DONE;
    }
    var now = on ? Optional.of(vf) : Optional.<VfId>empty();
    return switch (step) {
      case FILTER -> {
        filters = now;
        yield List.of(new Effect.Filter(on), new Effect.Answer(Outcome.DONE));
      }
      case REDIRECTION -> {
        if (on && filters.isEmpty()) {
          yield refuse(" has no receive filter for " + vf);
        }
        redirected = now;
        yield DONE;
      }
      case DATAPATH -> path(vf, on, attached);
      // Only whether it may be: the agreement is RssFixup's.
      case RSS -> DONE;
      case LINK -> link(now);
    };
  }

  private Stream<VfId> users() {
    return Stream.of(filters, redirected, dataPath, link, waiting).flatMap(Optional::stream);
  }

  /** C18: frames that come behind the host's answer must find their way already. */
  private List<Effect> path(VfId vf, boolean on, boolean attached) {
    if (on && redirected.isEmpty()) {
      return refuse(" gives nothing to " + vf + " yet, so the host must not");
    }
    if (waiting.isPresent()) {
      return refuse(" waits for the host's answer about the data path");
    }
    if (!attached) {
      dataPath = on ? Optional.of(vf) : Optional.empty();
      return DONE;
    }
    wanted = on;
    waiting = Optional.of(vf);
    return List.of(new Effect.AskHost(on, --asked));
  }

  /** The host has handled a question, or did not answer it. */
  List<Effect> hostAnswered(int of, boolean success, String detail) {
    if (waiting.isEmpty() || of != asked) {
      return List.of();
    }
    dataPath = wanted && success ? waiting : Optional.empty();
    waiting = Optional.empty();
    if (success) {
      return DONE;
    }
    var answer = new Effect.Answer(refusal(Refusal.PEER_TIMEOUT, ": " + detail));
    // What a host that is silent did nobody knows: a way on that is refused has changed nothing.
    return wanted ? List.of(new Effect.AskHost(false, --asked), answer) : List.of(answer);
  }

  private List<Effect> link(Optional<VfId> now) {
    boolean news = !now.equals(link);
    link = now;
    if (!news) {
      return DONE;
    }
    return List.of(
        now.isPresent() ? new Effect.LinkDown() : new Effect.LinkResumed(),
        new Effect.Answer(Outcome.DONE));
  }

  private List<Effect> refuse(String detail) {
    return List.of(new Effect.Answer(refusal(Refusal.STATE_CONFLICT, detail)));
  }

  private Outcome refusal(Refusal reason, String detail) {
    return Outcome.refused(reason, nic + detail);
  }
}
