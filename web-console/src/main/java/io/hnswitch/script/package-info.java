/**
 * Scripts that run inside the node: single Java files of a folder, compiled in memory when the node
 * starts and whenever they are reloaded.
 *
 * <p>A script sees {@link io.hnswitch.script.Script} and nothing else of the switch. It comes in by
 * the console's inner face, as one client among others: with a role, with limits, and with its name
 * in the records. It runs on virtual threads, so it may wait in straight lines and holds no event
 * loop up.
 *
 * <p>{@code ScriptFolder} says which files may be run, {@code ScriptCompiler} makes classes of one,
 * a {@code ScriptRun} lives from its start to its stop, and {@code Scripts} decides which run is
 * there. All but the compiling and the scripts themselves happens on the console's event loop.
 */
package io.hnswitch.script;
