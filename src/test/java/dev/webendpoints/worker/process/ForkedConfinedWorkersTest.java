package dev.webendpoints.worker.process;

/** The same for workers that a zygote forks. */
class ForkedConfinedWorkersTest extends ConfinedWorkersTest {

    @Override
    int zygotes() {
        return 2;
    }
}
