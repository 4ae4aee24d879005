package dev.webendpoints.call;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import dev.webendpoints.identity.QuotaExceeded;
import io.vertx.core.Future;

import static org.assertj.core.api.Assertions.assertThat;

class UnfinishedQuotaTest {

    private final AtomicInteger counts = new AtomicInteger();
    private final UnfinishedQuota quota = new UnfinishedQuota(10, workspace -> {
        counts.incrementAndGet();
        return Future.succeededFuture(7L);
    });

    @Test
    void inputsUpToTheLimitAreAdded() {
        assertThat(quota.add("ac-1", 3).succeeded()).isTrue();
    }

    @Test
    void moreAreRefusedWithTheSetting() {
        assertThat(quota.add("ac-1", 4).cause())
                .isInstanceOf(QuotaExceeded.class)
                .hasMessageContaining("webendpoints.function-calls.max-waiting");
    }

    @Test
    void addedInputsCountUntilTheNextCount() {
        quota.add("ac-1", 3);

        assertThat(quota.add("ac-1", 1).failed()).isTrue();
    }

    @Test
    void refusedInputsDoNotCount() {
        quota.add("ac-1", 4);

        assertThat(quota.add("ac-1", 3).succeeded()).isTrue();
    }

    @Test
    void aWorkspaceIsCountedOnceInAWhile() {
        quota.add("ac-1", 1);
        quota.add("ac-1", 1);

        assertThat(counts).hasValue(1);
    }

    @Test
    void workspacesAreCountedApart() {
        quota.add("ac-1", 3);

        assertThat(quota.add("ac-2", 3).succeeded()).isTrue();
    }
}
