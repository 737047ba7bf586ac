package io.hnswitch.script;

import io.hnswitch.api.Operation.Role;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Which scripts run.
 *
 * @param folder holds them; it and they must belong to the user of this process alone
 * @param role what they may
 */
public record ScriptSettings(Path folder, Role role) {

  String roleSlug() {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
