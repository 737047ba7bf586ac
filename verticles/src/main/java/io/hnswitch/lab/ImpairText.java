package io.hnswitch.lab;

import io.hnswitch.impair.Impairment;
import io.hnswitch.impair.LinkImpairment;
import io.hnswitch.impair.LossModel;
import io.hnswitch.impair.Reordering;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Layers of impairments in the form that lab files have, for whoever asks for them elsewhere. */
public final class ImpairText {

  /** What a text says. */
  public sealed interface Result {

    record Layer(LinkImpairment impairment) implements Result {}

    record Refused(List<LabProblem> problems) implements Result {}
  }

  private ImpairText() {}

  /** Reads an object with {@code both}, {@code forward} and {@code reverse}, YAML or JSON. */
  public static Result parse(String text) {
    var report = new LabReport();
    var layer =
        new LabDocument(report)
            .read(text)
            .map(node -> ImpairReader.read(new LabValue(node, LabPlace.START, report)));
    return layer.isPresent() && report.isClean()
        ? new Result.Layer(layer.get())
        : new Result.Refused(report.problems());
  }

  /** Whether a layer may have a name; they are as those of objects in a lab file. */
  public static boolean isName(String text) {
    return LabName.isValid(text);
  }

  /** The same as maps and scalars; what both directions share is said once. */
  public static Map<String, Object> tree(LinkImpairment layer) {
    var forward = tree(layer.forward());
    var reverse = tree(layer.reverse());
    var both = new LinkedHashMap<String, Object>();
    forward.forEach(
        (key, value) -> {
          if (value.equals(reverse.get(key))) {
            both.put(key, value);
          }
        });
    forward.keySet().removeAll(both.keySet());
    reverse.keySet().removeAll(both.keySet());
    var tree = new LinkedHashMap<String, Object>();
    put(tree, "both", both);
    put(tree, "forward", forward);
    put(tree, "reverse", reverse);
    return tree;
  }

  private static void put(Map<String, Object> tree, String key, Map<String, Object> value) {
    if (!value.isEmpty()) {
      tree.put(key, value);
    }
  }

  /** One direction. */
  public static Map<String, Object> tree(Impairment one) {
    var tree = new LinkedHashMap<String, Object>();
    one.delay().ifPresent(delay -> tree.put("delay", Units.DURATION.format(delay)));
    one.jitter().ifPresent(jitter -> tree.put("jitter", Units.DURATION.format(jitter)));
    one.distribution().ifPresent(how -> tree.put("distribution", how.slug()));
    text(tree, "correlation", one.correlation());
    one.loss().ifPresent(model -> tree.put("loss", loss(model)));
    text(tree, "duplicate", one.duplicate());
    one.reorder().ifPresent(how -> tree.put("reorder", reorder(how)));
    text(tree, "corrupt", one.corrupt());
    one.rate()
        .ifPresent(
            rate ->
                tree.put(
                    "rate",
                    rate == Impairment.NO_RATE ? ImpairReader.NONE : Units.BIT_RATE.format(rate)));
    one.limit().ifPresent(limit -> tree.put("limit", limit));
    return tree;
  }

  private static void text(Map<String, Object> tree, String key, Optional<?> value) {
    value.ifPresent(one -> tree.put(key, one.toString()));
  }

  private static Object reorder(Reordering how) {
    return switch (how) {
      case Reordering.None _ -> ImpairReader.NONE;
      case Reordering.ByJitter _ -> ImpairReader.BY_JITTER;
      case Reordering.Early(var chance, var gap) -> {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("chance", chance.toString());
        if (gap != 1) {
          tree.put("gap", gap);
        }
        yield tree;
      }
    };
  }

  private static Object loss(LossModel model) {
    var tree = new LinkedHashMap<String, Object>();
    switch (model) {
      case LossModel.Random(var chance, var correlation) -> {
        if (correlation.isNever()) {
          return chance.toString();
        }
        tree.put("model", ImpairReader.RANDOM);
        tree.put("chance", chance.toString());
        tree.put("correlation", correlation.toString());
      }
      case LossModel.GilbertElliott(var toBad, var toGood, var inBad, var inGood) -> {
        tree.put("model", ImpairReader.GILBERT_ELLIOTT);
        tree.put("toBad", toBad.toString());
        tree.put("toGood", toGood.toString());
        tree.put("inBad", inBad.toString());
        tree.put("inGood", inGood.toString());
      }
      case LossModel.FourState(var toBurst, var toGap, var toPause, var fromPause, var single) -> {
        tree.put("model", ImpairReader.FOUR_STATE);
        tree.put("toBurst", toBurst.toString());
        tree.put("toGap", toGap.toString());
        tree.put("toPause", toPause.toString());
        tree.put("fromPause", fromPause.toString());
        tree.put("single", single.toString());
      }
    }
    return tree;
  }
}
