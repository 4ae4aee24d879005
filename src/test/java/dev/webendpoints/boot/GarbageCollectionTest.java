package dev.webendpoints.boot;

import java.time.Instant;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import dev.webendpoints.source.WorkspaceRows;
import dev.webendpoints.testing.Await;
import dev.webendpoints.testing.PostgresForTests;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;

/** A complete garbage collection. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class GarbageCollectionTest {

    @Inject
    GarbageCollection collection;

    @Inject
    WorkspaceRows workspaces;

    @Inject
    MeterRegistry metrics;

    @Test
    void metricsSayWhatIsLeft() {
        workspaces.execute("insert into source_file (workspace_id, sha256, size, created_at) values ('"
                + workspaces.create() + "', 'x', 123, now())");

        Await.item(() -> collection.collect(Instant.now()));

        assertThat(metrics.get("webendpoints.kept").tag("kind", "files").gauge().value())
                .isEqualTo(workspaces.count("select count(*) from source_file"));
        assertThat(metrics.get("webendpoints.kept.bytes")
                        .tag("kind", "files")
                        .gauge()
                        .value())
                .isEqualTo(workspaces.count("select sum(size) from source_file"));
    }
}
