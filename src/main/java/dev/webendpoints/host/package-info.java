/**
 * Programs, processes and files of this host, for every part that starts programs.
 *
 * <p>{@link dev.webendpoints.host.HostPrograms} finds programs on {@code PATH}, and
 * {@link dev.webendpoints.host.CommandProbe} tests whether a command works here.
 * {@link dev.webendpoints.host.LineSplitter} reads the output of a program in lines of bounded length, and
 * {@link dev.webendpoints.host.ProcessTrees} kills it with its descendants. {@link dev.webendpoints.host.FileTrees}
 * copies directory trees. While a tenant's process changes them, {@link dev.webendpoints.host.DiskUsage} measures them,
 * {@link dev.webendpoints.host.SecureDirectories} opens what is in them, and
 * {@link dev.webendpoints.host.SecureTrees} deletes them. Must not know sandboxes, workers or images.
 */
package dev.webendpoints.host;
