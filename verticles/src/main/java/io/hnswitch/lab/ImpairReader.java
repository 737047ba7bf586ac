package io.hnswitch.lab;

import io.hnswitch.impair.Chance;
import io.hnswitch.impair.Distribution;
import io.hnswitch.impair.Impairment;
import io.hnswitch.impair.LinkImpairment;
import io.hnswitch.impair.LossModel;
import io.hnswitch.impair.Reordering;
import io.hnswitch.lab.LabProblem.Code;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads layers of impairments. */
final class ImpairReader {

  static final String NONE = "none";
  static final String BY_JITTER = "by-jitter";
  static final String RANDOM = "random";
  static final String GILBERT_ELLIOTT = "gilbert-elliott";
  static final String FOUR_STATE = "4-state";

  private static final String PERCENT = "percent like 0.5%, from 0% to 100%";

  /** What each model of loss is made of. */
  private static final Map<String, List<String>> MODELS =
      Map.of(
          RANDOM, List.of("chance", "correlation"),
          GILBERT_ELLIOTT, List.of("toBad", "toGood", "inBad", "inGood"),
          FOUR_STATE, List.of("toBurst", "toGap", "toPause", "fromPause", "single"));

  private ImpairReader() {}

  static LinkImpairment read(LabValue value) {
    var section = value.object(LabObject.IMPAIR);
    var both = one(section, "both");
    return new LinkImpairment(
        one(section, "forward").over(both), one(section, "reverse").over(both));
  }

  private static Impairment one(LabSection section, String direction) {
    return section.get(direction).map(ImpairReader::impairment).orElse(Impairment.NONE);
  }

  private static Impairment impairment(LabValue value) {
    var section = value.object(LabObject.IMPAIRMENT);
    return new Impairment(
        duration(section, "delay"),
        duration(section, "jitter"),
        section
            .get("distribution")
            .flatMap(word -> word.choice(Distribution.slugs()))
            .flatMap(Distribution::ofSlug),
        chance(section, "correlation"),
        section.get("loss").flatMap(ImpairReader::loss),
        chance(section, "duplicate"),
        section.get("reorder").flatMap(ImpairReader::reorder),
        chance(section, "corrupt"),
        section.get("rate").map(ImpairReader::rate),
        section.get("limit").map(text -> (int) text.integer(1, Impairment.MAX_LIMIT, 1)));
  }

  private static Optional<Duration> duration(LabSection section, String key) {
    return section
        .get(key)
        .map(text -> text.unit(Units.DURATION, Duration.ZERO, Impairment.MAX_DELAY, Duration.ZERO));
  }

  private static Optional<Chance> chance(LabSection section, String key) {
    return section.get(key).flatMap(text -> text.parsed(PERCENT, Chance::parse));
  }

  private static long rate(LabValue value) {
    return value.is(NONE)
        ? Impairment.NO_RATE
        : value.unit(Units.BIT_RATE, Impairment.MIN_RATE, Impairment.MAX_RATE, Impairment.NO_RATE);
  }

  private static Optional<Reordering> reorder(LabValue value) {
    if (value.is(NONE)) {
      return Optional.of(Reordering.NONE);
    }
    if (!value.isMapping()) {
      return value
          .choice(List.of(NONE, BY_JITTER, "{ chance: 1%, gap: 5 }"))
          .map(word -> Reordering.BY_JITTER);
    }
    var section = value.object(LabObject.REORDER);
    int gap = DeviceReader.number(section, "gap", 1, Reordering.MAX_GAP, 1);
    return section
        .require("chance")
        .flatMap(text -> text.parsed(PERCENT, Chance::parse))
        .map(chance -> new Reordering.Early(chance, gap));
  }

  private static Optional<LossModel> loss(LabValue value) {
    if (!value.isMapping()) {
      return value
          .parsed(PERCENT + ", or a model", Chance::parse)
          .map(chance -> new LossModel.Random(chance, Chance.NEVER));
    }
    var section = value.object(LabObject.LOSS);
    var model =
        section
            .require("model")
            .flatMap(word -> word.choice(List.of(RANDOM, GILBERT_ELLIOTT, FOUR_STATE)));
    return model.flatMap(name -> loss(name, section));
  }

  private static Optional<LossModel> loss(String model, LabSection section) {
    var keys = MODELS.get(model);
    for (var entry : section.values().entrySet()) {
      if (!entry.getKey().equals("model") && !keys.contains(entry.getKey())) {
        entry
            .getValue()
            .problem(
                Code.CONFLICT,
                "\""
                    + entry.getKey()
                    + "\" is not of loss model "
                    + model
                    + " in "
                    + section.place().subject(),
                "");
      }
    }
    return switch (model) {
      case RANDOM ->
          needed(section, "chance")
              .map(chance -> new LossModel.Random(chance, given(section, "correlation", "0%")));
      case GILBERT_ELLIOTT ->
          needed(section, "toBad")
              .flatMap(
                  toBad ->
                      needed(section, "toGood")
                          .map(
                              toGood ->
                                  new LossModel.GilbertElliott(
                                      toBad,
                                      toGood,
                                      given(section, "inBad", "100%"),
                                      given(section, "inGood", "0%"))));
      default ->
          needed(section, "toBurst")
              .flatMap(
                  toBurst ->
                      needed(section, "toGap")
                          .flatMap(toGap -> fourState(section, toBurst, toGap)));
    };
  }

  private static Optional<LossModel> fourState(LabSection section, Chance toBurst, Chance toGap) {
    try {
      return Optional.of(
          new LossModel.FourState(
              toBurst,
              toGap,
              given(section, "toPause", "0%"),
              given(section, "fromPause", "100%"),
              given(section, "single", "0%")));
    } catch (IllegalArgumentException e) {
      section.values().get("model").bad("cannot be: " + e.getMessage(), "");
      return Optional.empty();
    }
  }

  private static Optional<Chance> needed(LabSection section, String key) {
    return section.require(key).flatMap(text -> text.parsed(PERCENT, Chance::parse));
  }

  private static Chance given(LabSection section, String key, String otherwise) {
    return chance(section, key).orElse(Chance.parse(otherwise));
  }
}
