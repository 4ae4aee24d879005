package dev.webendpoints.boot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.webendpoints.boot.postgres.EmbeddedPostgres;
import dev.webendpoints.boot.postgres.PostgresSupervisor;
import dev.webendpoints.boot.postgres.PostgresUnavailable;
import dev.webendpoints.boot.postgres.RunningPostgres;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.SmallRyeConfig;

/** Provides a database before Quarkus starts, as Quarkus needs its address. */
@QuarkusMain
public final class Main {

    /** Exit code of a server that did not start. */
    private static final int REFUSED = 1;

    private static final String REACTIVE_URL = "quarkus.datasource.reactive.url";
    private static final String JDBC_URL = "quarkus.datasource.jdbc.url";
    private static final String USER = "quarkus.datasource.username";
    private static final String PASSWORD = "quarkus.datasource.password";

    /** System property with the address that this process has set, for live reloads in dev mode. */
    private static final String EMBEDDED_URL = "embedded-postgres.url";

    /** Longer than a drain with default settings. */
    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(2);

    private Main() {}

    public static void main(String... arguments) {
        SmallRyeConfig config = ConfigUtils.configBuilder().build();
        try {
            DataDirectoryLock.take(dataDirectory(config));
            if (usesEmbedded(config)) {
                connectTo(EmbeddedPostgres.start(dataDirectory(config).resolve("postgres"), List.of()));
            }
        } catch (DataDirectoryInUse | DataDirectoryUnusable | PostgresUnavailable refusal) {
            // Not logged: before Quarkus starts, log lines are buffered and would be lost.
            System.err.println("The server does not start: " + refusal.getMessage());
            System.exit(REFUSED);
        }
        Quarkus.run(arguments);
    }

    private static Path dataDirectory(SmallRyeConfig config) {
        return config.getOptionalValue("webendpoints.data-dir", Path.class).orElse(Path.of("data"));
    }

    private static boolean usesEmbedded(SmallRyeConfig config) {
        String configured = config.getOptionalValue(REACTIVE_URL, String.class).orElse("");
        return configured.isEmpty() || configured.equals(System.getProperty(EMBEDDED_URL));
    }

    private static void connectTo(RunningPostgres postgres) {
        boolean firstStartInThisProcess = System.getProperty(EMBEDDED_URL) == null;
        System.setProperty(EMBEDDED_URL, postgres.reactiveUrl());
        System.setProperty(REACTIVE_URL, postgres.reactiveUrl());
        System.setProperty(JDBC_URL, postgres.jdbcUrl());
        System.setProperty(USER, postgres.user());
        System.setProperty(PASSWORD, postgres.password());
        if (firstStartInThisProcess) {
            PostgresSupervisor supervisor = PostgresSupervisor.start(postgres);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> stop(postgres, supervisor), "stop-embedded-postgres"));
        }
    }

    /** Waits for the drain: Java runs hooks concurrently, but the server needs its database until it has drained. */
    private static void stop(RunningPostgres postgres, PostgresSupervisor supervisor) {
        ServerState.awaitDown(DRAIN_LIMIT);
        supervisor.stop();
        postgres.stop();
    }
}
