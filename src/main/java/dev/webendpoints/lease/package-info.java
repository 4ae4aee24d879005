/**
 * The right to use a worker, and the pools as a port: a {@link dev.webendpoints.lease.Lease} lets its holder send one
 * request to one worker; {@link dev.webendpoints.lease.Pools} grants it, or refuses it with a
 * {@link dev.webendpoints.lease.LeaseRefusal}.
 */
package dev.webendpoints.lease;
