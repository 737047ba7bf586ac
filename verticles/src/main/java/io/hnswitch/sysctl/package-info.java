/**
 * The tree {@code hw.hn.*} and {@code dev.hn.N.*}: what each name is, who may write it, what a
 * value must be. One definition for each name; the lab file's tunables, the driver, the public
 * operations and the documents all read it here. Values live where they are used: those of the
 * module in the lab, those of a device in its driver.
 */
package io.hnswitch.sysctl;
