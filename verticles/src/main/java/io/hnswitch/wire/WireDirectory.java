package io.hnswitch.wire;

import java.util.Optional;

/**
 * Where the far ends of links are. Asked on the lab's event loop, and may answer otherwise each
 * time; {@link WireHub#directoryChanged} says that it does.
 */
public interface WireDirectory {

  /** The node that an adapter is on; nothing when nobody knows. */
  Optional<String> nodeOf(String adapter);

  /** Where a node listens; nothing when it is not there. */
  Optional<WireAddress> addressOf(String node);
}
