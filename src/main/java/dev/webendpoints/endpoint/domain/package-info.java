/**
 * Custom domains of endpoints: {@link dev.webendpoints.endpoint.domain.CustomDomains} lists and changes them,
 * {@link dev.webendpoints.endpoint.domain.DomainClaims} assigns those that a deployment names, and
 * {@link dev.webendpoints.endpoint.domain.DomainChecks} verifies who owns them by a DNS record.
 */
package dev.webendpoints.endpoint.domain;
