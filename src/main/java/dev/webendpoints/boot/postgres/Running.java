package dev.webendpoints.boot.postgres;

/**
 * A cluster that answers on 127.0.0.1.
 *
 * @param stopping ends it once its connections are closed, or after a bounded time in any case
 */
public record Running(int port, String user, String password, String database, Runnable stopping) {

    public String reactiveUrl() {
        return "postgresql://127.0.0.1:" + port + "/" + database;
    }

    public String jdbcUrl() {
        return "jdbc:" + reactiveUrl();
    }

    public void stop() {
        stopping.run();
    }

    @Override
    public String toString() {
        return "Running[port=" + port + ", database=" + database + "]";
    }
}
