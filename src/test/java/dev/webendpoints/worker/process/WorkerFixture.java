package dev.webendpoints.worker.process;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A data directory of its own, and the runtime that a test opens in it. */
abstract class WorkerFixture {

    @TempDir
    Path data;

    WorkerHarness server;

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }
}
