package io.hnswitch.endpoint.pcap;

import io.hnswitch.id.NicId;
import io.hnswitch.lab.ReplayRate;
import java.nio.file.Path;

/**
 * What a replaying endpoint is told.
 *
 * @param name of the file, as the lab has it
 * @param file where it is
 * @param loops how often it is sent; 0 for no end
 * @param auto whether it begins by itself when the NIC has a link
 */
public record PcapSettings(
    NicId nic, String name, Path file, ReplayRate rate, long loops, boolean auto) {}
