/**
 * The embedded PostgreSQL: real server binaries, unpacked once, and one cluster in the data directory.
 *
 * <p>{@link dev.webendpoints.boot.postgres.PostgresBinaries} unpacks the binaries,
 * {@link dev.webendpoints.boot.postgres.PostgresAccount} selects an account to run PostgreSQL even if this process is root, and
 * {@link dev.webendpoints.boot.postgres.EmbeddedPostgres} initializes, starts, takes over and stops the cluster.
 * Nothing here knows what the database is used for.
 */
package dev.webendpoints.boot.postgres;
