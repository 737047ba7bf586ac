package io.hnswitch.lab;

import java.util.List;

/**
 * Where a NIC's parts are in the file, for problems that show only when NICs are compared.
 *
 * @param nic its keys, inherited ones included
 * @param ips its endpoint's addresses, one by one
 * @param endpoint its endpoint, or the NIC when it has none
 */
record NicOrigin(LabSection nic, List<LabPlace> ips, LabPlace endpoint) {

  NicOrigin {
    ips = List.copyOf(ips);
  }

  /** Where a key's value is, or the NIC when the key is not there. */
  LabPlace of(String key) {
    return nic.get(key).map(LabValue::place).orElse(nic.place());
  }
}
