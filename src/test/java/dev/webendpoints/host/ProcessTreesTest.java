package dev.webendpoints.host;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessTreesTest {

    @Test
    void aProcessIsKilledWithItsDescendants() throws Exception {
        Process parent = new ProcessBuilder("/bin/sh", "-c", "sleep 60 & echo $!; wait").start();
        ProcessHandle child = ProcessHandle.of(pidFrom(parent)).orElseThrow();

        ProcessTrees.kill(parent);

        assertThat(parent.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(child.onExit().get(5, TimeUnit.SECONDS).isAlive()).isFalse();
    }

    private static long pidFrom(Process process) throws IOException {
        return Long.parseLong(process.inputReader().readLine());
    }
}
