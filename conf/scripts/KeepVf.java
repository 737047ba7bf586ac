// Gives a NIC its VF back when it was taken away by surprise. Explained in docs/scripts.md.
import io.hnswitch.script.Script;
import io.vertx.core.json.JsonObject;

void start(Script node) {
  node.on(
      "nic",
      event -> {
        if (event.text("to").equals("synthetic") && event.text("cause").equals("surprise")) {
          node.sleep(Duration.ofSeconds(2));
          var wanted = JsonObject.of("nic", event.subject(), "wait", true);
          var given = node.request("vf.attach", wanted).await().getJsonObject("data");
          node.log(event.subject() + " lost its VF and has " + given.getString("vf") + " now");
        }
      });
}
