package dev.webendpoints.worker.process;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The same tests for workers that a zygote forks. */
class ForkedConfinedWorkersTest extends ConfinedWorkersTest {

    /** Age of the worker's process in seconds. */
    private static final String AGE = "float(open('/proc/uptime').read().split()[0])"
            + " - int(open('/proc/self/stat').read().rpartition(')')[2].split()[19]) / os.sysconf('SC_CLK_TCK')";

    private static final double A_TICK_OR_TWO = 0.02;

    private int started;

    @Override
    int zygotes() {
        return 2;
    }

    @Test
    void afterAWhileTheNextWorkerIsThereBeforeItIsWanted() {
        await().pollInterval(Duration.ofMillis(300)).until(this::isOlderThanItsStart);
    }

    private boolean isOlderThanItsStart() {
        long wanted = System.nanoTime();
        RecordedEvents worker = server.start(WorkerHarness.id(++started), Map.of());
        double age = WorkerHarness.ask(worker.address(), AGE).asDouble();
        double since = (System.nanoTime() - wanted) / 1e9;
        worker.handle.stop(Duration.ZERO);
        assertThat(RecordedEvents.await(worker.exited)).isNotNull();
        return age > since + A_TICK_OR_TWO;
    }
}
