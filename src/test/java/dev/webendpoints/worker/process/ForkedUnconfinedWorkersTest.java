package dev.webendpoints.worker.process;

/** The same tests for workers that a zygote forks. */
class ForkedUnconfinedWorkersTest extends UnconfinedWorkersTest {

    @Override
    int zygotes() {
        return 2;
    }
}
