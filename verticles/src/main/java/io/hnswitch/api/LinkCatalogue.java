package io.hnswitch.api;

import static io.hnswitch.api.Define.read;
import static io.hnswitch.api.Define.text;
import static io.hnswitch.api.ProblemCode.NOT_FOUND;
import static io.hnswitch.api.Shape.WHOLE;
import static io.hnswitch.api.Shape.list;

import io.hnswitch.control.LinkView;
import java.util.List;

/** Operations on links between adapters. */
final class LinkCatalogue {

  private static final Shape LINK =
      Shape.of(LinkView.class).with("frames", WHOLE, "bytes", WHOLE, "dropped", WHOLE);

  static final List<Operation> ALL =
      List.of(
          read("link.list", "/links", "All links between adapters.").replies(list(LINK)),
          read(
                  "link.get",
                  "/links/{link}",
                  "A link, and what went by it in each direction.",
                  "{\"link\":\"core\"}",
                  text("link", true, "name of the link"))
              .replies(LINK)
              .refuses(NOT_FOUND));

  private LinkCatalogue() {}
}
