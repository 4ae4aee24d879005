/**
 * What the relay asks of its owner: whether to admit a request, where to get a lease on a worker, and who receives the
 * outcome.
 *
 * <p>A {@link dev.webendpoints.gateway.relay.admission.RequestFilter} makes a
 * {@link dev.webendpoints.gateway.relay.admission.FilterDecision} about each request. An admitted request has a
 * {@link dev.webendpoints.gateway.relay.admission.LeaseSource}; every request has a
 * {@link dev.webendpoints.gateway.relay.admission.RequestObserver}, which receives one
 * {@link dev.webendpoints.gateway.relay.admission.RequestOutcome} with the
 * {@link dev.webendpoints.gateway.relay.admission.OutcomeReason} that was determined where the request ended.
 *
 * <p>Depends on {@code http1} and {@code lease}. Must not depend on the rest of the relay.
 */
package dev.webendpoints.gateway.relay.admission;
