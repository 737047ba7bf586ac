package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PcapFolderTest {

  @TempDir private Path place;
  private Path pcaps;

  @BeforeEach
  void fill() throws IOException {
    pcaps = Files.createDirectories(place.resolve("pcaps/inner")).getParent();
    Files.writeString(place.resolve("secret"), "not for them");
    Files.writeString(pcaps.resolve("inner/own.pcap"), "");
    Files.createSymbolicLink(pcaps.resolve("alias.pcap"), Path.of("inner/own.pcap"));
    Files.createSymbolicLink(pcaps.resolve("out.pcap"), place.resolve("secret"));
    Files.createSymbolicLink(pcaps.resolve("away"), place);
  }

  private void refused(PcapFolder folder, String name, String text) {
    var refused = assertThrows(IllegalArgumentException.class, () -> folder.find(name));
    assertTrue(refused.getMessage().contains(text), refused::getMessage);
  }

  @Test
  void findsItsOwnFiles() throws IOException {
    var own = pcaps.resolve("inner/own.pcap").toRealPath();
    assertEquals(own, PcapFolder.of(pcaps).find("inner/own.pcap"));
    assertEquals(own, PcapFolder.of(pcaps).find("alias.pcap"));
  }

  @Test
  void givesNothingElse() {
    var folder = PcapFolder.of(pcaps);
    refused(folder, "out.pcap", "out.pcap is no file of the folder of --pcap-dir");
    refused(folder, "away/secret", "is no file of the folder");
    refused(folder, "../secret", "is no file of the folder");
    refused(folder, place.resolve("secret").toString(), "is no file of the folder");
    refused(folder, "inner", "is no file of the folder");
    refused(folder, "none.pcap", "is not in the folder");
    refused(PcapFolder.NONE, "own.pcap", "was started without --pcap-dir");
  }
}
