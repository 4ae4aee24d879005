package dev.webendpoints.testing;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

import dev.webendpoints.boot.postgres.EmbeddedPostgres;
import dev.webendpoints.boot.postgres.RunningPostgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/** A new, empty database for each test application: in a container where a Docker engine answers, embedded elsewhere. */
public class PostgresForTests implements QuarkusTestResourceLifecycleManager {

    private static final String IMAGE = "postgres:17-alpine";

    /** Forks of Surefire run side by side. */
    private static final String FORK = System.getProperty("test.fork", "1");

    private PostgreSQLContainer container;
    private RunningPostgres embedded;

    @Override
    public Map<String, String> start() {
        return DockerClientFactory.instance().isDockerAvailable() ? inContainer() : embedded();
    }

    private Map<String, String> inContainer() {
        container = new PostgreSQLContainer(IMAGE);
        container.start();
        String jdbcUrl = container.getJdbcUrl();
        return settings(jdbcUrl.replaceFirst("^jdbc:", ""), jdbcUrl, container.getUsername(), container.getPassword());
    }

    private Map<String, String> embedded() {
        embedded = EmbeddedPostgres.start(Path.of("target", "postgres-for-tests", FORK), List.of("fsync=off"));
        String database = "test_" + UUID.randomUUID().toString().replace("-", "");
        create(database);
        String url = "postgresql://127.0.0.1:" + embedded.port() + "/" + database;
        return settings(url, "jdbc:" + url, embedded.user(), embedded.password());
    }

    private void create(String database) {
        try (Connection connection =
                        DriverManager.getConnection(embedded.jdbcUrl(), embedded.user(), embedded.password());
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + database);
        } catch (SQLException e) {
            throw new IllegalStateException("no database for the tests", e);
        }
    }

    private static Map<String, String> settings(String reactiveUrl, String jdbcUrl, String user, String password) {
        return Map.of(
                "quarkus.datasource.reactive.url", reactiveUrl,
                "quarkus.datasource.jdbc.url", jdbcUrl,
                "quarkus.datasource.username", user,
                "quarkus.datasource.password", password);
    }

    @Override
    public void stop() {
        if (container != null) {
            container.stop();
        }
        if (embedded != null) {
            embedded.stop();
        }
    }
}
