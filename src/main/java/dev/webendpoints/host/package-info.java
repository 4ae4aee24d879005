/**
 * Programs, processes and files of this host, as every part that starts programs needs them.
 *
 * <p>{@link dev.webendpoints.host.HostPrograms} finds programs on {@code PATH}, {@link dev.webendpoints.host.CommandProbe}
 * tests whether a command works here, and {@link dev.webendpoints.host.LineSplitter} reads its output in bounded lines.
 * {@link dev.webendpoints.host.FileTrees} copies directory trees, and {@link dev.webendpoints.host.SecureTrees} deletes
 * them although a tenant's process may change them meanwhile. Must not know sandboxes, workers or images.
 */
package dev.webendpoints.host;
