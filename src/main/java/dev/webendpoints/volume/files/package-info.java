/**
 * The files of volumes, as clients list, read, write, copy and remove them while workers may change them.
 *
 * <p>What is in a volume is hostile: at any moment a worker can replace any name by a link, a FIFO or a directory.
 * {@link dev.webendpoints.volume.files.VolumeDirectory} therefore resolves every name relative to an open directory and
 * never through a link; files are read through a hard link in a directory that no worker sees, and written there before
 * they are renamed into the volume. {@link dev.webendpoints.volume.files.VolumeFiles} has the operations, {@code
 * BlockUploads} and {@code BlockDownloads} the transfers of file contents over plain HTTP, whose URLs are {@code
 * TransferTokens}.
 */
package dev.webendpoints.volume.files;
