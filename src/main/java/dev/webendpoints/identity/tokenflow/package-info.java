/**
 * Tokens for commands whose user has a browser but no token to type in: a command opens a flow and waits, somebody who has a
 * token confirms the command's code on a page, and the command gets a new token of that workspace (RFC 8628 has the
 * same idea and its risks). {@link dev.webendpoints.identity.tokenflow.TokenFlows} is all that other packages need. Strangers
 * open flows and wait, so everything is bounded.
 */
package dev.webendpoints.identity.tokenflow;
