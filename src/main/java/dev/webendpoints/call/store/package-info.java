/**
 * The tables of calls ({@code V14__calls.sql}): {@link dev.webendpoints.call.store.CallRows} the calls,
 * {@link dev.webendpoints.call.store.InputRows} what changes inputs, {@link dev.webendpoints.call.store.InputLookups} what
 * asks about them, {@link dev.webendpoints.call.store.OutputRows} what has come of them. Every query made for a caller is
 * restricted to its workspace. The statements run on the connection pool of the reactive client, since Hibernate has no
 * arrays in native queries.
 */
package dev.webendpoints.call.store;
