/**
 * What code keeps between calls: dicts ({@code state.dict}) and queues ({@code state.queue}) of a workspace, in the
 * database. This package has what both share: {@link dev.webendpoints.state.StateObjects}, the named and the ephemeral
 * ones of an environment; {@link dev.webendpoints.state.StateQuota}, the limits of a workspace; and
 * {@link dev.webendpoints.state.StateDatabase}, the way to the database. Keys and values are bytes that only clients
 * interpret.
 *
 * <p>Every query names the workspace of its caller. Triggers count what a workspace stores ({@code V15__state.sql}).
 * {@link dev.webendpoints.state.StateCollector} deletes what has expired; queries ignore it from the moment that it expires.
 */
package dev.webendpoints.state;
