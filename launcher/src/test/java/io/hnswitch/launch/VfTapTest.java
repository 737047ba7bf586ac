package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.hnswitch.endpoint.tap.TapNames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.lab.EndpointSpec;
import io.hnswitch.lab.IpPrefix;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VfTapTest {

  @Test
  void isLikeTheOtherTapButWithoutAddresses() {
    var mac = MacAddress.parse("00:15:5d:00:00:0a");
    var ips = List.of(IpPrefix.parse("10.0.0.1/24"));
    assertEquals(
        new EndpointSpec.Tap("hn-blue0vf", "hn-blue", List.of(), mac, 1500),
        VfTap.beside(new EndpointSpec.Tap("hn-blue0", "hn-blue", ips, mac, 1500)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "abcdefghijklm", "abcdefghijklmn", "abcdefghijklmno"})
  void hasANameThatAnInterfaceMayHave(String tap) {
    var name = VfTap.name(tap);
    assertEquals(Math.min(tap.length() + 2, 15), name.length());
    assertEquals(true, TapNames.isInterface(name), name);
  }

  @Test
  void tellsLongNamesApart() {
    assertNotEquals(VfTap.name("hn-longname-01"), VfTap.name("hn-longname-02"));
  }
}
