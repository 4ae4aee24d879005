package dev.webendpoints.worker.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

import dev.webendpoints.worker.process.run.WorkerTrees;
import dev.webendpoints.worker.process.sandbox.Bubblewrap;
import dev.webendpoints.worker.process.sandbox.SandboxSelection;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What tests of confined workers need of this machine; they are skipped with a reason where it is missing. */
final class SandboxRequirements {

    private SandboxRequirements() {}

    static void requireBubblewrap(Path data) {
        assumeTrue(
                findBubblewrap(data).isPresent(),
                "bubblewrap (bwrap) is not on PATH, or may not make user namespaces here");
    }

    static Bubblewrap bubblewrap(Path data) {
        return findBubblewrap(data).orElseThrow();
    }

    private static Optional<Bubblewrap> findBubblewrap(Path data) {
        return SandboxSelection.bubblewrap(
                data, WorkerHarness.POLICY.user(), 1024, () -> Optional.of(WorkerHarness.python()));
    }

    static void deleteVolumes(Path data) {
        try {
            WorkerTrees.delete(data.resolve("volumes"), bubblewrap(data).asOwner());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Skips the test if workers have one user id. */
    static void requireRange(Path data) {
        assumeTrue(
                bubblewrap(data).ids().count() > 1,
                "there are no subordinate ids for workers here, or they cannot be mapped");
    }
}
