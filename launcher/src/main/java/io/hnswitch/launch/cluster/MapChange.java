package io.hnswitch.launch.cluster;

import com.hazelcast.core.EntryEvent;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryRemovedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;

/** Passes on that a map has changed. */
record MapChange(Runnable told)
    implements EntryAddedListener<String, String>,
        EntryUpdatedListener<String, String>,
        EntryRemovedListener<String, String> {

  @Override
  public void entryAdded(EntryEvent<String, String> event) {
    told.run();
  }

  @Override
  public void entryUpdated(EntryEvent<String, String> event) {
    told.run();
  }

  @Override
  public void entryRemoved(EntryEvent<String, String> event) {
    told.run();
  }
}
