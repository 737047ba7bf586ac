package io.hnswitch.console;

import io.hnswitch.api.Operations;
import io.hnswitch.api.Problem;
import io.hnswitch.capture.CapturedFrame;
import io.hnswitch.capture.PcapngWriter;
import io.hnswitch.control.Datapath;
import io.hnswitch.id.NicId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Base64;

/**
 * Sends what is in the ring of a capture as pcapng, page by page: the next one is read when the
 * client has taken the one before. Frames that come meanwhile are not in it, so it ends.
 */
final class CaptureFile {

  private static final int PAGE_FRAMES = 500;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final BusGateway gateway;
  private final String id;
  private final HttpServerResponse response;

  CaptureFile(BusGateway gateway, String id, HttpServerResponse response) {
    this.gateway = gateway;
    this.id = id;
    this.response = response;
  }

  void send() {
    page(0).compose(this::first).onFailure(cause -> Answers.problem(response, Problem.of(cause)));
  }

  private Future<JsonObject> page(long from) {
    var request = new JsonObject().put("id", id).put("from", from).put("max", PAGE_FRAMES);
    return gateway
        .request(Operations.get("capture.read"), request, TIMEOUT)
        .map(answer -> answer.getJsonObject("data"));
  }

  private Future<Void> first(JsonObject page) {
    response
        .setChunked(true)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/x-pcapng")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("Content-Disposition", "attachment; filename=\"" + id + ".pcapng\"");
    long end = page.getJsonObject("capture").getLong("next");
    var begin = PcapngWriter.begin(NicId.parse(page.getJsonObject("capture").getString("nic")));
    return response.write(Buffer.buffer(begin)).compose(done -> rest(page, end));
  }

  private Future<Void> rest(JsonObject page, long end) {
    var frames =
        page.getJsonArray("frames", new JsonArray()).stream()
            .map(one -> frame((JsonObject) one))
            .filter(frame -> frame.number() < end)
            .toList();
    long next = page.getLong("next");
    if (frames.isEmpty()) {
      return response.end();
    }
    return response
        .write(Buffer.buffer(PcapngWriter.packets(frames)))
        .compose(
            done ->
                next >= end
                    ? response.end()
                    : page(next).compose(following -> rest(following, end)));
  }

  private static CapturedFrame frame(JsonObject json) {
    return new CapturedFrame(
        json.getLong("number"),
        json.getLong("micros"),
        json.getString("direction").equals("tx"),
        json.getString("path").equals("vf") ? Datapath.VF : Datapath.SYNTHETIC,
        json.getInteger("length"),
        Base64.getDecoder().decode(json.getString("bytes")));
  }
}
