/**
 * Confinement of tenants' code that workers and builds share.
 *
 * <p>{@link dev.webendpoints.sandbox.SandboxPolicy} has the {@link dev.webendpoints.sandbox.TenantUser} that the code
 * runs as, which {@link dev.webendpoints.sandbox.TenantUsers} chooses: the server's own user, or another one for which
 * paths are staged if the server is root. {@link dev.webendpoints.sandbox.UserNamespaces} give it the
 * {@link dev.webendpoints.sandbox.SubordinateIds}. {@code worker.process.sandbox} and {@code image.host} build their
 * commands with {@link dev.webendpoints.sandbox.BubblewrapArguments}, which include the masks over {@code /proc}
 * ({@code ProcMasks}). Must not know workers or images.
 */
package dev.webendpoints.sandbox;
