/** IP addresses and prefixes as two numbers, for frames and for those who decide about them. */
package io.hnswitch.ip;
