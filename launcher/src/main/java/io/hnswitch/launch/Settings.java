package io.hnswitch.launch;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** Arguments like {@code mtu=1400}. */
final class Settings {

  private Settings() {}

  /**
   * A request with all of them.
   *
   * @throws CliException when one is anything else
   */
  static JsonObject parse(List<String> settings) {
    var request = new JsonObject();
    for (var setting : settings) {
      int equals = setting.indexOf('=');
      if (equals < 1) {
        throw new CliException(
            ExitCode.USAGE, "hnswitch: wanted KEY=VALUE, like mtu=1400, not " + setting);
      }
      request.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    return request;
  }
}
