/**
 * The synthetic NIC. It opens a VMBus channel, negotiates NVS and RNDIS over it, and then carries
 * frames until the channel goes; its VF may take over the datapath meanwhile.
 */
package io.hnswitch.hn;
