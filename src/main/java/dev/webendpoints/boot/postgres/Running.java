package dev.webendpoints.boot.postgres;

/** A cluster that answers on 127.0.0.1. */
public final class Running {

    private final EmbeddedPostgres cluster;
    private final int port;
    private final String user;
    private final String password;
    private final String database;

    Running(EmbeddedPostgres cluster, int port, String user, String password, String database) {
        this.cluster = cluster;
        this.port = port;
        this.user = user;
        this.password = password;
        this.database = database;
    }

    public int port() {
        return port;
    }

    public String user() {
        return user;
    }

    public String password() {
        return password;
    }

    public String database() {
        return database;
    }

    public String reactiveUrl() {
        return "postgresql://127.0.0.1:" + port + "/" + database;
    }

    public String jdbcUrl() {
        return "jdbc:" + reactiveUrl();
    }

    /** Whether its main process runs. Blocks for a moment. */
    boolean isAlive() {
        return cluster.isAlive();
    }

    /**
     * Starts it again on the same port, once its main process has died. Blocks until it answers.
     *
     * @throws PostgresUnavailable when it cannot be started now
     */
    void startAgain() {
        cluster.startAgain(port);
    }

    /** Ends it once its connections are closed, or after a bounded time in any case. */
    public void stop() {
        cluster.stop();
    }

    @Override
    public String toString() {
        return "Running[port=" + port + ", database=" + database + "]";
    }
}
