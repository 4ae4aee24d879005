package dev.webendpoints.e2e;

import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The shared server, the newest client, and for each test a folder and the name of an app of its own. */
abstract class AppFixture {

    @TempDir
    Path folder;

    LiveServer server;
    ModalCli modal;
    String app;

    @BeforeEach
    void start(TestInfo test) {
        server = SharedServer.get();
        modal = ModalCli.of(ModalCli.NEWEST, server);
        app = TestApps.nameOf(test);
    }
}
