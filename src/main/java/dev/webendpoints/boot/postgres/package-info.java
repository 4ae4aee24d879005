/**
 * The PostgreSQL that comes with the server: real server binaries, unpacked once, and one cluster in the data directory.
 *
 * <p>{@link dev.webendpoints.boot.postgres.Binaries} unpacks, {@link dev.webendpoints.boot.postgres.Account} finds a way
 * to run PostgreSQL although this process may be root, and {@link dev.webendpoints.boot.postgres.EmbeddedPostgres}
 * initialises, starts, takes over and stops the cluster. Nothing here knows what the database is used for.
 */
package dev.webendpoints.boot.postgres;
