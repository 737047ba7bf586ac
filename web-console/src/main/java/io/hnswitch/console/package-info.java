/**
 * The web console: the page, REST, server-sent events and the event bus for browsers and scripts,
 * on loopback or by TLS, and behind a token or a password.
 *
 * <p>It knows the lab by the public operations of {@code io.hnswitch.api} and by the events that
 * devices publish, and no device by its own messages. What comes in is JSON and stays JSON: {@code
 * BusGateway} hands it to whoever serves the operation. Events are numbered and kept in an {@code
 * EventFeed}, so that a reader who was away gets what it missed, or is told what it cannot get.
 * Ticks are made only while somebody listens: {@code TickSource} asks the lab in rounds, and {@code
 * ViewFeed} tells how the {@code LabView} has changed.
 *
 * <p>What decides ({@code Gate}, {@code Throttle}, {@code Sessions}, {@code ApiPaths}, {@code
 * RequestJson}, {@code EventFeed}, {@code Rates}, {@code RoundPace}, {@code MergePatch}) needs no
 * server to be tested. The page is plain ES modules in {@code webroot}, served as they are.
 */
package io.hnswitch.console;
