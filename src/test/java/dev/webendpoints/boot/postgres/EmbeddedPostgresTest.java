package dev.webendpoints.boot.postgres;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class EmbeddedPostgresTest {

    private static final List<String> FAST = List.of("fsync=off");

    @TempDir
    Path directory;

    private Running postgres;

    @AfterEach
    void stop() {
        postgres.stop();
    }

    @Test
    void aSecondStartTakesTheRunningServerOver() {
        // Given
        postgres = EmbeddedPostgres.start(directory, FAST);
        // When
        Running second = EmbeddedPostgres.start(directory, FAST);
        // Then
        assertThat(second.port()).isEqualTo(postgres.port());
    }

    @Test
    void whatWasCommittedIsThereAfterAStop() throws SQLException {
        // Given
        postgres = EmbeddedPostgres.start(directory, FAST);
        execute("create table kept (value int)", "insert into kept values (42)");
        postgres.stop();
        // When
        postgres = EmbeddedPostgres.start(directory, FAST);
        // Then
        assertThat(number("select value from kept")).isEqualTo(42);
    }

    @Test
    void whatWasCommittedIsThereAfterTheServerWasKilled() throws Exception {
        // Given
        postgres = EmbeddedPostgres.start(directory, FAST);
        execute("create table kept (value int)", "insert into kept values (42)");
        ProcessHandle server = ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(directory.resolve("cluster/postmaster.pid"))
                                .get(0)))
                .orElseThrow();
        server.destroyForcibly();
        server.onExit().get();
        // When
        postgres = EmbeddedPostgres.start(directory, FAST);
        // Then
        assertThat(number("select value from kept")).isEqualTo(42);
    }

    @Test
    void thePasswordIsNeeded() {
        // Given
        postgres = EmbeddedPostgres.start(directory, FAST);
        // When
        Running withWrongPassword =
                new Running(postgres.port(), postgres.user(), "wrong", postgres.database(), () -> {});
        // Then
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                SQLException.class, () -> connect(withWrongPassword))
                        .getSQLState())
                .isEqualTo("28P01");
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private int number(String query) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static Connection connect(Running server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
    }
}
