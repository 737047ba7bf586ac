package io.hnswitch.launch;

import io.hnswitch.api.ViewJson;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.ledger.Ledger;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The books of a lab as people see them, in frames; exact when taken on the lab's event loop. */
final class LedgerJson {

  private LedgerJson() {}

  static JsonObject of(Ledger ledger) {
    var total = ledger.total();
    var json = ViewJson.object(total);
    json.put("droppedTotal", total.droppedTotal())
        .put("inFlight", total.inFlight())
        .put("arrivals", ViewJson.object(ledger.arrivals()));
    var devices = new JsonArray();
    ledger.accounts().forEach(account -> devices.add(device(account)));
    return json.put("devices", devices);
  }

  private static JsonObject device(DeviceLedger.Account account) {
    return ViewJson.object(account).put("unaccounted", account.unaccounted());
  }
}
