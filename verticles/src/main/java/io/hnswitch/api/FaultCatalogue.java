package io.hnswitch.api;

import static io.hnswitch.api.Define.change;
import static io.hnswitch.api.Define.read;
import static io.hnswitch.api.Shape.TEXT;
import static io.hnswitch.api.Shape.WHOLE;
import static io.hnswitch.api.Shape.list;
import static io.hnswitch.api.Shape.object;

import java.util.List;

/** Operations on faults: what was done to the lab that its file does not say. */
final class FaultCatalogue {

  private static final Shape FAULT =
      object("operation", TEXT, "object", TEXT, "layer?", TEXT, "leftMillis?", WHOLE);

  static final List<Operation> ALL =
      List.of(
          read("fault.list", "/faults", "Every fault that there is now, and how long it lasts.")
              .replies(list(FAULT)),
          change(
                  "fault.clear-all",
                  "/faults/actions/clear-all",
                  "Ends every fault; all is as the lab file says. Always succeeds.",
                  "{}")
              .replies(list(FAULT)));

  private FaultCatalogue() {}
}
