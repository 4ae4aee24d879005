/**
 * Dev mode's welcome: deploys {@code examples/} with the real Modal client from an environment of its own, and prints what
 * there is to try. Present in dev mode only.
 */
package dev.webendpoints.boot.examples;
