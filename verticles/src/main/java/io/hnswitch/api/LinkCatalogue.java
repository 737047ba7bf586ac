package io.hnswitch.api;

import static io.hnswitch.api.Define.IF_REVISION;
import static io.hnswitch.api.Define.action;
import static io.hnswitch.api.Define.change;
import static io.hnswitch.api.Define.read;
import static io.hnswitch.api.Define.text;
import static io.hnswitch.api.ProblemCode.DEVICE_FAILED;
import static io.hnswitch.api.ProblemCode.NOT_FOUND;
import static io.hnswitch.api.ProblemCode.STATE_CONFLICT;
import static io.hnswitch.api.Shape.ANY;
import static io.hnswitch.api.Shape.FLAG;
import static io.hnswitch.api.Shape.TEXT;
import static io.hnswitch.api.Shape.WHOLE;
import static io.hnswitch.api.Shape.list;
import static io.hnswitch.api.Shape.object;

import io.hnswitch.api.Operation.Kind;
import io.hnswitch.api.Operation.Method;
import io.hnswitch.api.Operation.Parameter;
import io.hnswitch.api.Operation.Parameter.Type;
import io.hnswitch.api.Operation.Role;
import io.hnswitch.control.LinkView;
import io.hnswitch.impair.Dice;
import io.hnswitch.impair.Preview;
import java.util.List;

/** Operations on links: between adapters, and the cables of NICs. */
final class LinkCatalogue {

  private static final Parameter LINK = text("link", true, "name of the link");
  private static final Parameter LAYER = text("layer", false, "name of a layer");
  private static final Parameter FOR = text("for", false, "how long, like 500ms or 2s");
  private static final Parameter BOTH =
      new Parameter("both", Type.OBJECT, false, "what both directions do, as in lab files");
  private static final Parameter FORWARD =
      new Parameter("forward", Type.OBJECT, false, "what frames from the first endpoint suffer");
  private static final Parameter REVERSE =
      new Parameter("reverse", Type.OBJECT, false, "what frames from the second endpoint suffer");

  private static final Parameter SEED =
      new Parameter(
          "seed",
          Type.NUMBER,
          false,
          "what chance begins with in these directions, 0 to "
              + Dice.SEED_MAX
              + "; without it, it goes on where it is");
  private static final Parameter PREVIEW_SEED =
      new Parameter(
          "seed",
          Type.NUMBER,
          false,
          "what chance begins with, 0 to "
              + Dice.SEED_MAX
              + "; without it, what the link began with");

  private static final String A_LINK = "{\"link\":\"core\"}";

  private static final Shape A_LAYER =
      object(
          "name",
          TEXT,
          "enabled",
          FLAG,
          "leftMillis?",
          WHOLE,
          "seed?",
          WHOLE,
          "both?",
          ANY,
          "forward?",
          ANY,
          "reverse?",
          ANY);

  private static final Shape VIEW =
      Shape.of(LinkView.class)
          .with("frames", WHOLE, "bytes", WHOLE, "dropped", WHOLE, "layers", list(A_LAYER));

  private static final Shape A_PREVIEW =
      object(
          "seed",
          WHOLE,
          "does",
          ANY,
          "arrived",
          WHOLE,
          "lost",
          WHOLE,
          "duplicated",
          WHOLE,
          "reordered",
          WHOLE,
          "corrupted",
          WHOLE,
          "delayNanos?",
          object("min", WHOLE, "median", WHOLE, "max", WHOLE),
          "frames",
          list(
              object(
                  "sentNanos",
                  WHOLE,
                  "arrivesNanos",
                  list(WHOLE),
                  "dropped?",
                  TEXT,
                  "duplicated?",
                  FLAG,
                  "reordered?",
                  FLAG,
                  "corrupted?",
                  FLAG)));

  static final List<Operation> ALL =
      List.of(
          read("link.list", "/links", "All links between adapters, and declared cables of NICs.")
              .replies(list(VIEW)),
          read(
                  "link.get",
                  "/links/{link}",
                  "A link, and what went by it in each direction.",
                  A_LINK,
                  LINK)
              .replies(VIEW)
              .refuses(NOT_FOUND),
          read(
                  "link.effective",
                  "/links/{link}/effective",
                  "What a link does to frames, all its layers together.",
                  A_LINK,
                  LINK)
              .replies(
                  object(
                      "link",
                      TEXT,
                      "up",
                      FLAG,
                      "layers",
                      list(A_LAYER),
                      "forward",
                      ANY,
                      "reverse",
                      ANY))
              .refuses(NOT_FOUND),
          new Operation(
                  "link.set",
                  Kind.CHANGE,
                  Role.OPERATOR,
                  Method.PATCH,
                  "/links/{link}",
                  "Puts another layer in place of the lab file's; without a direction, none.",
                  List.of(LINK, BOTH, FORWARD, REVERSE, IF_REVISION),
                  "{\"link\":\"core\",\"both\":{\"delay\":\"5ms\"}}")
              .replies(VIEW)
              .refuses(NOT_FOUND, STATE_CONFLICT, DEVICE_FAILED),
          change(
                  "link.impair",
                  "/links/{link}/actions/impair",
                  "Lays a layer of impairments over a link, or replaces it.",
                  "{\"link\":\"core\",\"forward\":{\"loss\":\"5%\"},\"for\":\"2s\"}",
                  LINK,
                  text("layer", false, "its name, default live"),
                  BOTH,
                  FORWARD,
                  REVERSE,
                  SEED,
                  FOR)
              .replies(VIEW)
              .refuses(NOT_FOUND, STATE_CONFLICT, DEVICE_FAILED),
          action(
                  "link.preview",
                  Kind.READ,
                  "/links/{link}/actions/preview",
                  "What a link would do to "
                      + Preview.FRAMES
                      + " frames, and when each would arrive.",
                  "{\"link\":\"core\",\"forward\":{\"loss\":\"5%\"},\"seed\":7}",
                  LINK,
                  text(
                      "layer",
                      false,
                      "in place of which these are taken, default live; file for that of the lab"
                          + " file"),
                  BOTH,
                  FORWARD,
                  REVERSE,
                  PREVIEW_SEED,
                  new Parameter(
                      "size",
                      Type.NUMBER,
                      false,
                      "bytes of each frame, "
                          + Preview.SIZE_MIN
                          + " to "
                          + Preview.SIZE_MAX
                          + ", default "
                          + Preview.SIZE_DEFAULT),
                  text(
                      "rate",
                      false,
                      "how often one is sent, 1pps to "
                          + Preview.RATE_MAX
                          + "pps, default "
                          + Preview.RATE_DEFAULT
                          + "pps"))
              .replies(
                  object(
                      "link", TEXT, "size", WHOLE, "rate", TEXT, "forward", A_PREVIEW, "reverse",
                      A_PREVIEW))
              .refuses(NOT_FOUND),
          change(
                  "link.clear",
                  "/links/{link}/actions/clear",
                  "Takes a layer away, or all but the lab file's.",
                  A_LINK,
                  LINK,
                  LAYER)
              .replies(VIEW)
              .refuses(NOT_FOUND, DEVICE_FAILED),
          change(
                  "link.disable",
                  "/links/{link}/actions/disable",
                  "Lets a layer, or all of them, have no effect.",
                  A_LINK,
                  LINK,
                  LAYER)
              .replies(VIEW)
              .refuses(NOT_FOUND, DEVICE_FAILED),
          change(
                  "link.enable",
                  "/links/{link}/actions/enable",
                  "Lets a layer, or all of them, have their effect again.",
                  A_LINK,
                  LINK,
                  LAYER)
              .replies(VIEW)
              .refuses(NOT_FOUND, DEVICE_FAILED),
          change(
                  "link.down",
                  "/links/{link}/actions/down",
                  "Pulls a cable out: nothing passes, and a NIC has no carrier.",
                  A_LINK,
                  LINK,
                  FOR)
              .replies(VIEW)
              .refuses(NOT_FOUND, DEVICE_FAILED),
          change("link.up", "/links/{link}/actions/up", "Puts a cable back in.", A_LINK, LINK)
              .replies(VIEW)
              .refuses(NOT_FOUND, DEVICE_FAILED));

  private LinkCatalogue() {}
}
