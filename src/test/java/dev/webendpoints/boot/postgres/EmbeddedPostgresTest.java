package dev.webendpoints.boot.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

@Tag("long")
class EmbeddedPostgresTest {

    private static final List<String> FAST = List.of("fsync=off");

    @TempDir
    Path directory;

    private RunningPostgres postgres;

    @AfterEach
    void stop() {
        postgres.stop();
    }

    @Test
    void aSecondStartTakesTheRunningServerOver() {
        // Given
        postgres = EmbeddedPostgres.start(directory, FAST);
        // When
        RunningPostgres second = EmbeddedPostgres.start(directory, FAST);
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
    void aStaleFileWithTheNumberOfAnotherProcessIsNotBelieved() throws IOException {
        // Given
        postgres = EmbeddedPostgres.start(directory, FAST);
        postgres.stop();
        Files.writeString(
                directory.resolve("cluster/postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + directory + "\n0\n" + postgres.port() + "\n");
        // When
        postgres = EmbeddedPostgres.start(directory, FAST);
        // Then
        assertThat(postgres.port()).isPositive();
    }

    @Test
    void rootWithoutNamespacesRunsItAsNobody() throws IOException, SQLException {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root changes accounts");
        // Given
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        // When
        postgres = EmbeddedPostgres.start(directory, FAST, new PostgresAccount.Nobody());
        // Then
        assertThat(number("select 42")).isEqualTo(42);
    }

    @Test
    void aClusterThatDiesIsStartedAgainOnItsPort() throws Exception {
        // Given
        postgres = EmbeddedPostgres.start(directory, FAST);
        PostgresSupervisor supervisor = PostgresSupervisor.start(postgres);
        long pid = Long.parseLong(Files.readAllLines(directory.resolve("cluster/postmaster.pid"))
                .get(0)
                .trim());
        // When
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        // Then
        try {
            await().atMost(Duration.ofSeconds(30)).until(() -> !isPostmaster(pid) && answers());
        } finally {
            supervisor.stop();
        }
        assertThat(PostgresSupervisor.downSince()).isEmpty();
    }

    private boolean isPostmaster(long pid) throws IOException {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private boolean answers() {
        try {
            return number("select 42") == 42;
        } catch (SQLException e) {
            return false;
        }
    }

    @Test
    void thePasswordIsNeeded() {
        // Given
        postgres = EmbeddedPostgres.start(directory, FAST);
        // When
        RunningPostgres withWrongPassword =
                new RunningPostgres(null, postgres.port(), postgres.user(), "wrong", postgres.database());
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

    private static Connection connect(RunningPostgres server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
    }
}
