package io.hnswitch.lab;

/** What is at the other end of an adapter's wire when that is outside of the lab. */
public sealed interface OutsideSpec permits VxlanSpec, InterfaceSpec {}
