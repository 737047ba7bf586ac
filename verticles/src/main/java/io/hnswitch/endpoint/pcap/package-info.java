/**
 * Files of frames that are sent into the lab: their formats, when each frame is due, and reading
 * ahead. Nothing here knows Vert.x or a clock.
 */
package io.hnswitch.endpoint.pcap;
