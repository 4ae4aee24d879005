package dev.webendpoints.worker.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import dev.webendpoints.function.StartMode;
import dev.webendpoints.worker.FunctionVersion.Limits;

import static org.assertj.core.api.Assertions.assertThat;

/** The same tests for workers that a zygote forks. */
class ForkedLimitedWorkersTest extends LimitedWorkersTest {

    private static final long LIMIT = 512 << 20;

    @Override
    int zygotes() {
        return 2;
    }

    /** A snapshot runs the function's code before any worker does. */
    @Test
    void theZygoteOfAMemorySnapshotIsLimitedToo() throws IOException {
        server.limits = new Limits(LIMIT, 0);
        server.start = StartMode.SNAPSHOT;

        server.start(Map.of()).address();

        try (Stream<Path> zygotes = Files.list(root())) {
            assertThat(zygotes.filter(group -> group.getFileName().toString().startsWith("z-")))
                    .singleElement()
                    .satisfies(group -> assertThat(group.resolve("memory.max")).hasContent(Long.toString(LIMIT)));
        }
    }
}
