/**
 * What builds leave on disk: {@link dev.webendpoints.image.disk.KeptDirectory} with its size and last use, the caches of the
 * installers, and the limit on a build's disk usage.
 */
package dev.webendpoints.image.disk;
