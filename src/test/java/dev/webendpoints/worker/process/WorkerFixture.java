package dev.webendpoints.worker.process;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Provides a data directory for each test, and the runtime that the test opens in it. */
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
