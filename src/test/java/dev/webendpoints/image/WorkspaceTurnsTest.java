package dev.webendpoints.image;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WorkspaceTurnsTest {

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final CountDownLatch held = new CountDownLatch(1);

    @AfterEach
    void stop() {
        held.countDown();
        threads.shutdownNow();
    }

    @Test
    void aBuildDoesNotWaitForTheFloodOfAnotherWorkspace() throws Exception {
        WorkspaceTurns turns = new WorkspaceTurns(threads, 2);
        for (int i = 0; i < 50; i++) {
            turns.execute("flooding", this::hold);
        }
        CountDownLatch built = new CountDownLatch(1);

        turns.execute("other", built::countDown);

        assertThat(built.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void workspacesTakeTurnsAtOneSlot() throws Exception {
        WorkspaceTurns turns = new WorkspaceTurns(threads, 1);
        List<String> order = new CopyOnWriteArrayList<>();
        CountDownLatch all = new CountDownLatch(5);
        turns.execute("a", this::hold);
        for (String build : List.of("a1", "a2", "a3", "b1", "b2")) {
            turns.execute(build.substring(0, 1), () -> {
                order.add(build);
                all.countDown();
            });
        }

        held.countDown();

        assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(order).containsExactly("a1", "b1", "a2", "b2", "a3");
    }

    @Test
    void aBuildThatThrowsGivesItsSlotBack() throws Exception {
        WorkspaceTurns turns = new WorkspaceTurns(threads, 1);
        CountDownLatch built = new CountDownLatch(1);
        turns.execute("a", () -> {
            throw new IllegalStateException("thrown by the test");
        });

        turns.execute("a", built::countDown);

        assertThat(built.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private void hold() {
        try {
            held.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
