/**
 * Confinement of tenants' code that workers and builds share: the user that it runs as, the ids that it may
 * have beside that user's ({@link dev.webendpoints.sandbox.UserNamespaces}), the parts of {@code /proc} that are masked, and
 * file operations that a tenant cannot lead astray with symbolic links. {@code worker.process} and
 * {@code image.host} build their bubblewrap commands upon it. Knows nothing of workers and images.
 */
package dev.webendpoints.sandbox;
