package io.hnswitch.console;

import io.hnswitch.api.Operations;
import io.hnswitch.api.Problem;
import io.hnswitch.capture.CapturePlace;
import io.hnswitch.capture.PcapngWriter;
import io.hnswitch.capture.PcapngWriter.Packet;
import io.hnswitch.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Sends a capture as pcapng, page by page: the next one is read when the client has taken the one
 * before. Either what is in the ring now, or on and on until the capture ends. A client that is
 * slower than the frames loses those that the ring has lost, and the next frame says how many. A
 * transient capture is stopped when the client that follows it is gone.
 */
final class CaptureFile {

  private static final int PAGE_FRAMES = 500;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** How often a follower looks for more. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final BusGateway gateway;
  private final Timers timers;
  private final String id;
  private final boolean follows;
  private final HttpServerResponse response;

  /** Names of the interfaces, a place and a way each. */
  private List<String> interfaces = List.of();

  private long[] written = {};
  private long[] lost = {};
  private long lastMicros;
  private boolean ended;
  private boolean passing;
  private Runnable closed = () -> {};

  CaptureFile(
      BusGateway gateway, Timers timers, String id, boolean follows, HttpServerResponse response) {
    this.gateway = gateway;
    this.timers = timers;
    this.id = id;
    this.follows = follows;
    this.response = response;
  }

  /**
   * Begins to send.
   *
   * @param whenClosed is run when nothing more will be sent
   */
  void send(Runnable whenClosed) {
    closed = whenClosed;
    response.closeHandler(gone -> finished());
    page(0)
        .onFailure(
            cause -> {
              Answers.problem(response, Problem.of(cause));
              finished();
            })
        .onSuccess(
            page ->
                begin(page).compose(done -> rest(page, end(page))).onFailure(cause -> finished()));
  }

  /** Ends what is being sent, in order. */
  void end() {
    if (!ended) {
      close();
    }
  }

  private static long end(JsonObject page) {
    return page.getJsonObject("capture").getLong("next");
  }

  private Future<JsonObject> page(long from) {
    var request = new JsonObject().put("id", id).put("from", from).put("max", PAGE_FRAMES);
    return gateway
        .request(Operations.get("capture.read"), request, TIMEOUT)
        .map(answer -> answer.getJsonObject("data"));
  }

  private Future<Void> begin(JsonObject page) {
    passing = follows && page.getBoolean("transient", false);
    var capture = page.getJsonObject("capture");
    interfaces =
        capture.getJsonArray("at").stream()
            .map(at -> CapturePlace.parse(String.valueOf(at)))
            .flatMap(at -> at.ways().stream().map(way -> name(at.toString(), way)))
            .toList();
    written = new long[interfaces.size()];
    lost = new long[interfaces.size()];
    response
        .setChunked(true)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/x-pcapng")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("Content-Disposition", "attachment; filename=\"" + id + ".pcapng\"");
    return response.write(
        Buffer.buffer(PcapngWriter.begin(interfaces, capture.getInteger("snaplen"))));
  }

  /**
   * Sends a page and what comes behind it.
   *
   * @param end where it ends when nobody follows
   */
  private Future<Void> rest(JsonObject page, long end) {
    if (ended) {
      return Future.succeededFuture();
    }
    var packets = packets(page, follows ? Long.MAX_VALUE : end);
    long next = page.getLong("next");
    boolean more = follows ? !packets.isEmpty() || !isOver(page) : !packets.isEmpty() && next < end;
    var sent =
        packets.isEmpty()
            ? Future.<Void>succeededFuture()
            : response.write(Buffer.buffer(PcapngWriter.packets(packets)));
    return sent.compose(done -> more ? further(packets.isEmpty(), next, end) : close());
  }

  private static boolean isOver(JsonObject page) {
    return page.getJsonObject("capture").getString("state").equals("ended");
  }

  private Future<Void> further(boolean pause, long next, long end) {
    if (pause) {
      timers.after(PAUSE, () -> go(next, end));
    } else {
      go(next, end);
    }
    return Future.succeededFuture();
  }

  /** A capture that is stopped meanwhile has ended. */
  private void go(long next, long end) {
    if (!ended) {
      page(next).compose(page -> rest(page, end), gone -> close()).onFailure(cause -> finished());
    }
  }

  private Future<Void> close() {
    var all = new ArrayList<byte[]>();
    for (int i = 0; i < written.length; i++) {
      all.add(
          PcapngWriter.statistics(
              i, lastMicros, written[i] + lost[i], lost[i], lost[i] + " frames lost by the ring"));
    }
    var buffer = Buffer.buffer();
    all.forEach(buffer::appendBytes);
    return response.end(buffer).onComplete(done -> finished());
  }

  /** Once: nothing more is sent. */
  private void finished() {
    if (ended) {
      return;
    }
    ended = true;
    closed.run();
    if (passing) {
      // That it is gone already is fine.
      gateway.request(Operations.get("capture.stop"), new JsonObject().put("id", id), TIMEOUT);
    }
  }

  private List<Packet> packets(JsonObject page, long end) {
    var packets = new ArrayList<Packet>();
    long missed = page.getLong("missed");
    for (var one : page.getJsonArray("frames", new JsonArray())) {
      var frame = (JsonObject) one;
      if (frame.getLong("number") < end) {
        packets.add(packet(frame, missed));
        missed = 0;
      }
    }
    return packets;
  }

  private static String name(String place, String way) {
    return place + " " + way;
  }

  private Packet packet(JsonObject frame, long missed) {
    var place = frame.getString("nic", frame.getString("adapter"));
    int on = interfaces.indexOf(name(place, frame.getString("path")));
    written[on]++;
    lost[on] += missed;
    lastMicros = frame.getLong("micros");
    var comment = new StringBuilder(frame.getString("device"));
    if (frame.getString("dropped") != null) {
      comment.append(": dropped, ").append(frame.getString("dropped"));
    }
    if (missed > 0) {
      comment.append("; ").append(missed).append(" frames before it were lost by the ring");
    }
    return new Packet(
        on,
        lastMicros,
        frame.getString("direction").equals("tx"),
        frame.getInteger("length"),
        Base64.getDecoder().decode(frame.getString("bytes")),
        missed,
        comment.toString());
  }
}
