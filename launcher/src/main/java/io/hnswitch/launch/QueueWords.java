package io.hnswitch.launch;

import io.hnswitch.api.Names;
import io.hnswitch.api.Request;
import io.hnswitch.lab.QueueSpec;
import java.util.stream.Stream;

/**
 * A NIC's queue as a request names it: {@code queue=none}, or changes to it by key, like {@code
 * queue.rate=50Mbit}. Keys that are not named keep what they have.
 */
final class QueueWords {

  private static final String QUEUE = "queue";
  private static final String RATE = "queue.rate";
  private static final String BURST = "queue.burst";
  private static final String LIMIT = "queue.limit";

  private QueueWords() {}

  /** Whether a request says anything of the queue. */
  static boolean areIn(Request request) {
    return request.findText(QUEUE).isPresent() || hasKeys(request);
  }

  private static boolean hasKeys(Request request) {
    return Stream.of(RATE, BURST, LIMIT).anyMatch(key -> request.findText(key).isPresent());
  }

  /**
   * The queue that a request asks for.
   *
   * @throws io.hnswitch.api.ProblemException for values that no queue has
   */
  static QueueSpec apply(QueueSpec before, Request request) {
    var word = request.findText(QUEUE);
    if (word.isPresent()) {
      if (!word.get().equals("none") || hasKeys(request)) {
        throw Names.invalid(
            "/queue", "queue can only be none; a queue is set by queue.rate and the like");
      }
      return QueueSpec.NONE;
    }
    if (!hasKeys(request)) {
      return before;
    }
    long oldRate = 0;
    long burst = 0;
    int limit = 0;
    switch (before) {
      case QueueSpec.Shaped shaped -> {
        oldRate = shaped.rate();
        burst = shaped.burst();
        limit = shaped.limit();
      }
      case QueueSpec.None _ -> {}
    }
    var rateText = request.findText(RATE);
    long rate = rateText.isPresent() ? rate(rateText.get()) : oldRate;
    if (rate == 0) {
      throw Names.invalid("/queue.rate", "the NIC has no queue yet: a new one needs queue.rate");
    }
    var burstText = request.findText(BURST);
    if (burstText.isPresent()) {
      burst = burst(burstText.get(), rate);
    } else if (burst != 0 && burst < QueueSpec.minBurst(rate)) {
      throw Names.invalid(
          "/queue.rate",
          "queue.rate is too much for the queue's burst of "
              + burst
              + " bytes: it needs queue.burst="
              + QueueSpec.minBurst(rate)
              + " or more");
    }
    if (request.findText(LIMIT).isPresent()) {
      limit = (int) request.number(LIMIT, QueueSpec.MIN_LIMIT, QueueSpec.MAX_LIMIT, limit);
    }
    return new QueueSpec.Shaped(rate, burst, limit);
  }

  private static long rate(String text) {
    try {
      return QueueSpec.parseRate(text);
    } catch (IllegalArgumentException e) {
      throw Names.invalid("/queue.rate", "queue.rate " + e.getMessage());
    }
  }

  private static long burst(String text, long rate) {
    try {
      return QueueSpec.parseBurst(text, rate);
    } catch (IllegalArgumentException e) {
      throw Names.invalid("/queue.burst", "queue.burst " + e.getMessage());
    }
  }
}
