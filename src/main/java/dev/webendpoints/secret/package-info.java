/**
 * Secrets: named sets of environment variables of a workspace, stored encrypted, that functions and image builds refer to.
 */
package dev.webendpoints.secret;
