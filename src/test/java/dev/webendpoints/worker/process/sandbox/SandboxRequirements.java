package dev.webendpoints.worker.process.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

import dev.webendpoints.worker.process.WorkerHarness;
import dev.webendpoints.worker.process.run.WorkerTrees;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What tests of confined workers need of this machine; they are skipped with a reason where it is missing. */
public final class SandboxRequirements {

    private SandboxRequirements() {}

    public static void requireBubblewrap(Path data) {
        assumeTrue(
                findBubblewrap(data).isPresent(),
                "bubblewrap (bwrap) is not on PATH, or may not make user namespaces here");
    }

    public static Bubblewrap bubblewrap(Path data) {
        return findBubblewrap(data).orElseThrow();
    }

    private static Optional<Bubblewrap> findBubblewrap(Path data) {
        return SandboxSelection.bubblewrap(
                data, WorkerHarness.POLICY.user(), 1024, () -> Optional.of(WorkerHarness.python()));
    }

    public static void deleteVolumes(Path data) {
        try {
            WorkerTrees.delete(data.resolve("volumes"), bubblewrap(data).asOwner());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Skips the test if workers have one user id. */
    public static void requireRange(Path data) {
        assumeTrue(
                bubblewrap(data).ids().count() > 1,
                "there are no subordinate ids for workers here, or they cannot be mapped");
    }
}
