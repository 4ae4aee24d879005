/**
 * Deploys {@code examples/} with the real Modal client from an environment of its own, and prints the URLs of the
 * deployed endpoints. Present in dev mode only.
 */
package dev.webendpoints.boot.examples;
