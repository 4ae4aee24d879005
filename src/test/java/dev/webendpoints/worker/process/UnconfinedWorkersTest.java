package dev.webendpoints.worker.process;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UnconfinedWorkersTest extends ProcessRuntimeContract {

    @Override
    String sandbox() {
        return "off";
    }

    @Test
    void aPathOutsideRootIsToldAtDeploy() {
        assertThat(server.runtime
                        .reachablePaths()
                        .firstUnreachable(List.of("/root/app.py", "/pkg/modal/x", "/data/big")))
                .contains("/data/big");
    }
}
