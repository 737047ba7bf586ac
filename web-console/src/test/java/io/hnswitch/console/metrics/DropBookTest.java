package io.hnswitch.console.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.frame.DropReason;
import io.hnswitch.ledger.Ledger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DropBookTest {

  private final Ledger ledger = new Ledger();
  private final DropBook book = new DropBook();

  private void drop(String device, DropReason reason, int frames) {
    var account = ledger.open(device, () -> 0);
    account.dropped(reason, frames);
    ledger.close(account);
  }

  /** What is not 0 of the runts. */
  private Map<String, Double> runts(Map<String, String> places, List<String> switches) {
    var samples = new Samples();
    book.read(ledger.accounts(), places);
    book.keep(switches);
    book.show(switches, samples);
    var runts = new TreeMap<String, Double>();
    samples.of(Metric.FRAMES_DROPPED).stream()
        .filter(sample -> sample.labels().getLast().equals("runt") && sample.value() > 0)
        .forEach(sample -> runts.put(sample.labels().getFirst(), sample.value()));
    return runts;
  }

  @Test
  void showsEveryReasonBeforeItsFirstDrop() {
    var samples = new Samples();
    book.show(List.of("sw0"), samples);
    assertEquals(DropReason.count(), samples.of(Metric.FRAMES_DROPPED).size());
  }

  @Test
  void putsDropsToTheSwitchOfTheirDevice() {
    drop("hn a:hn0", DropReason.RUNT, 3);
    drop("switch sw0", DropReason.RUNT, 1);
    drop("hn b:hn0", DropReason.RUNT, 5);
    var places = Map.of("hn a:hn0", "sw0", "switch sw0", "sw0", "hn b:hn0", "sw1");
    assertEquals(Map.of("sw0", 4.0, "sw1", 5.0), runts(places, List.of("sw0", "sw1")));
  }

  @Test
  void leavesThemThereWhenTheDeviceMovesOrGoes() {
    var switches = List.of("sw0", "sw1");
    drop("hn a:hn0", DropReason.RUNT, 3);
    assertEquals(Map.of("sw0", 3.0), runts(Map.of("hn a:hn0", "sw0"), switches));
    drop("hn a:hn0", DropReason.RUNT, 2);
    assertEquals(Map.of("sw0", 3.0, "sw1", 2.0), runts(Map.of("hn a:hn0", "sw1"), switches));
    drop("hn a:hn0", DropReason.RUNT, 1);
    assertEquals(Map.of("sw0", 3.0, "sw1", 3.0), runts(Map.of(), switches), "its last place");
  }

  @Test
  void forgetsTheNameOfASwitchThatIsGoneAndNoFrame() {
    drop("hn a:hn0", DropReason.RUNT, 3);
    assertEquals(Map.of("sw0", 3.0), runts(Map.of("hn a:hn0", "sw0"), List.of("sw0")));
    drop("hn a:hn0", DropReason.RUNT, 1);
    assertEquals(Map.of(DropBook.GONE, 4.0), runts(Map.of(), List.of("sw1")));
    assertEquals(Map.of(DropBook.GONE, 4.0), runts(Map.of(), List.of("sw0")));
  }
}
