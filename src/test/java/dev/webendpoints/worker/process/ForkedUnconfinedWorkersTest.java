package dev.webendpoints.worker.process;

import org.junit.jupiter.api.Tag;

/** The same tests for workers that a zygote forks. */
@Tag("long")
class ForkedUnconfinedWorkersTest extends UnconfinedWorkersTest {

    @Override
    int zygotes() {
        return 2;
    }
}
