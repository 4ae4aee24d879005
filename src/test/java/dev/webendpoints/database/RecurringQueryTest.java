package dev.webendpoints.database;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.vertx.core.Vertx;

import static org.assertj.core.api.Assertions.assertThat;

class RecurringQueryTest {

    private final Vertx vertx = Vertx.vertx();
    private final List<LogRecord> logged = new CopyOnWriteArrayList<>();
    private final Logger log = Logger.getLogger(RecurringQuery.class.getName());
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel().intValue() >= Level.INFO.intValue()) {
                logged.add(entry);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        log.addHandler(handler);
    }

    @AfterEach
    void close() {
        log.removeHandler(handler);
        vertx.close();
    }

    @Test
    void aFailedQueryIsLoggedWithItsName() {
        IllegalStateException failure = new IllegalStateException("no such column");

        query(failure).make();

        assertThat(logged).hasSize(1);
        assertThat(logged.get(0).getThrown()).isSameAs(failure);
        assertThat(String.format(logged.get(0).getMessage(), logged.get(0).getParameters()))
                .isEqualTo("Collection failed: retry_in=PT5S");
    }

    @Test
    void aQueryThatAnOutageEndsIsNotLogged() {
        query(new DatabaseUnavailable()).make();

        assertThat(logged).isEmpty();
    }

    @Test
    void theQueryAfterAFailedOneIsMade() {
        List<String> made = new CopyOnWriteArrayList<>();
        RecurringQuery query =
                new RecurringQuery("Collection", vertx, new DatabaseWatch(vertx, null), Duration.ofSeconds(5), () -> {
                    made.add("query");
                    return CompletableFuture.failedFuture(new DatabaseUnavailable());
                });
        query.make();

        query.make();

        assertThat(made).hasSize(2);
    }

    private RecurringQuery query(Exception failure) {
        return new RecurringQuery(
                "Collection",
                vertx,
                new DatabaseWatch(vertx, null),
                Duration.ofSeconds(5),
                () -> CompletableFuture.failedFuture(failure));
    }
}
