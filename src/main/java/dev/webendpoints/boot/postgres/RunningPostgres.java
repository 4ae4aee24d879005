package dev.webendpoints.boot.postgres;

/** A running cluster that accepts connections on 127.0.0.1. */
public final class RunningPostgres {

    private final EmbeddedPostgres cluster;
    private final int port;
    private final String user;
    private final String password;
    private final String database;

    RunningPostgres(EmbeddedPostgres cluster, int port, String user, String password, String database) {
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

    /** Returns whether its main process runs. Blocks briefly. */
    boolean isAlive() {
        return cluster.isAlive();
    }

    /**
     * Restarts the cluster on the same port after its main process has died. Blocks until it accepts connections.
     *
     * @throws PostgresUnavailable if it cannot be restarted now
     */
    void startAgain() {
        cluster.startAgain(port);
    }

    /** Stops the cluster after its connections have closed, or after a bounded time. */
    public void stop() {
        cluster.stop();
    }

    @Override
    public String toString() {
        return "Running[port=" + port + ", database=" + database + "]";
    }
}
