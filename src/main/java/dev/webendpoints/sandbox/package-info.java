/**
 * Confinement of tenants' code that workers and builds share: the user that the code runs as, its subordinate ids
 * ({@link dev.webendpoints.sandbox.UserNamespaces}), and the masked parts of {@code /proc}. {@code worker.process} and
 * {@code image.host} build their bubblewrap commands on it. Must not know workers or images.
 */
package dev.webendpoints.sandbox;
