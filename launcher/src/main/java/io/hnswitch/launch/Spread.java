package io.hnswitch.launch;

import io.hnswitch.lab.LabSpec;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/** How the lab becomes another on all nodes of a cluster at once. */
interface Spread {

  /**
   * What a change comes to.
   *
   * @param lab that is to run
   * @param revision that it is then; empty when it is the current one
   */
  record Plan(LabSpec lab, Optional<LabRevision> revision) {}

  /**
   * Changes the lab, everywhere or nowhere.
   *
   * @param turn runs when it is this change's turn; what it throws fails the change
   * @return the revision that is current then
   */
  Future<LabRevision> change(Supplier<Plan> turn);

  /** Names the lab as it is. */
  Future<Void> mark(String name);
}
