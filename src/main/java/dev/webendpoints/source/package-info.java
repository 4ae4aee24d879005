/**
 * Content-addressed files, mounts of them, and uploads of large files.
 *
 * <p>{@link dev.webendpoints.source.SourceFiles} stores the bytes in PostgreSQL, in chunks of 1 MiB, each file once per
 * workspace. The copy on disk ({@code <data-dir>/cache/files}) is a cache that may be deleted at any time.
 * {@link dev.webendpoints.source.Mounts} names sets of such files by absolute paths and lays them out for a worker.
 * {@link dev.webendpoints.source.Blobs} announces an upload, {@link dev.webendpoints.source.BlobUploads} receives it
 * over plain HTTP. {@code ContentQuota} limits the content of each workspace. An invalid request fails with a
 * {@link dev.webendpoints.failure.DomainFailure}.
 *
 * <p>This package must not depend on what the files are for, neither apps nor images.
 */
package dev.webendpoints.source;
