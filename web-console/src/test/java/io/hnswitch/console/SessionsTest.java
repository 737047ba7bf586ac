package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.Operation.Role;
import io.hnswitch.console.Sessions.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionsTest {

  private static final Principal ANN = new Principal("ann", Role.ADMIN);
  private static final Principal BOB = new Principal("bob", Role.VIEWER);

  private byte next;
  private final Sessions sessions = new Sessions(this::bytes);
  private final List<String> cut = new ArrayList<>();
  private long now = -5;

  private byte[] bytes() {
    var bytes = new byte[Tokens.SECRET_BYTES];
    bytes[0] = ++next;
    return bytes;
  }

  private Optional<Principal> find(String id) {
    return sessions.find(id, now).map(Session::who);
  }

  private void elapse(Duration time) {
    now += time.toNanos();
    sessions.sweep(now);
  }

  private Runnable hold(String id) {
    return sessions.find(id, now).orElseThrow().hold(why -> cut.add(why.detail()));
  }

  @Test
  void knowsWhoIsSignedIn() {
    var id = sessions.begin(ANN, now);
    assertEquals(Optional.of(ANN), find(id));
    assertEquals(43, id.length(), "256 bits in base64");
    assertEquals(Optional.empty(), find(id + "x"));
    assertEquals(Optional.empty(), find(""));
  }

  @Test
  void endWhenTheyAreNotUsed() {
    var id = sessions.begin(ANN, now);
    elapse(Sessions.IDLE.minusNanos(1));
    assertEquals(Optional.of(ANN), find(id));
    elapse(Sessions.IDLE.minusNanos(1));
    assertEquals(Optional.of(ANN), find(id));
    elapse(Sessions.IDLE);
    assertEquals(Optional.empty(), find(id));
    assertTrue(sessions.isEmpty());
  }

  @Test
  void areInUseWhileSomethingIsOpen() {
    var id = sessions.begin(ANN, now);
    var release = hold(id);
    elapse(Sessions.IDLE.multipliedBy(2));
    assertEquals(Optional.of(ANN), find(id));
    release.run();
    elapse(Sessions.IDLE);
    assertEquals(Optional.empty(), find(id));
    assertEquals(List.of(), cut);
  }

  @Test
  void endAfterSomeTimeInAnyCase() {
    var id = sessions.begin(ANN, now);
    hold(id);
    elapse(Sessions.ABSOLUTE);
    assertEquals(Optional.empty(), find(id));
    assertEquals(List.of("the session is over, sign in again"), cut);
  }

  @Test
  void endAllOfAUserWithWhatIsOpen() {
    var first = sessions.begin(ANN, now);
    var second = sessions.begin(ANN, now);
    var other = sessions.begin(BOB, now);
    hold(first);
    hold(second);
    hold(other);
    assertEquals(2, sessions.endAll("ann", "gone"));
    assertEquals(List.of("gone", "gone"), cut);
    assertEquals(Optional.empty(), find(first));
    assertEquals(Optional.of(BOB), find(other));
  }

  @Test
  void endAlone() {
    var first = sessions.begin(ANN, now);
    var second = sessions.begin(ANN, now);
    sessions.end(first);
    sessions.end("nobody's");
    assertEquals(Optional.empty(), find(first));
    assertEquals(Optional.of(ANN), find(second));
  }

  @Test
  void cutWhatIsOpenedTooLate() {
    var id = sessions.begin(ANN, now);
    var session = sessions.find(id, now).orElseThrow();
    sessions.end(id);
    session.hold(why -> cut.add(why.detail()));
    assertEquals(1, cut.size());
  }

  @Test
  void areBoundedForEachUser() {
    var other = sessions.begin(BOB, now);
    var ids = new ArrayList<String>();
    for (int i = 0; i < Sessions.EACH_MAX; i++) {
      now++;
      ids.add(sessions.begin(ANN, now));
    }
    now++;
    assertEquals(Optional.of(ANN), find(ids.getFirst()));
    ids.add(sessions.begin(ANN, now));
    assertEquals(Optional.empty(), find(ids.get(1)), "it was used least lately");
    ids.remove(1);
    ids.forEach(id -> assertEquals(Optional.of(ANN), find(id)));
    assertEquals(Optional.of(BOB), find(other));
  }
}
