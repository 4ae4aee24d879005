/**
 * Content-addressed files, mounts of them, and uploads of large ones.
 *
 * <p>{@link dev.webendpoints.source.SourceFiles} keeps the bytes: in PostgreSQL, in chunks of 1 MiB, each file once for
 * a workspace. The copy on disk ({@code <data-dir>/cache/files}) is a cache that may be deleted at any time.
 * {@link dev.webendpoints.source.Mounts} names sets of such files by absolute paths and lays them out for a worker.
 * {@link dev.webendpoints.source.Blobs} announces an upload, {@link dev.webendpoints.source.BlobUploads} receives it
 * over plain HTTP. {@code ContentQuota} knows what each workspace has, and refuses more than it may have. What is wrong with a request is a {@link dev.webendpoints.source.SourceFailure}.
 *
 * <p>It must not know what the files are for: neither apps nor images.
 */
package dev.webendpoints.source;
