package dev.webendpoints.worker.process;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Variables of a worker that the server's settings determine, tested with real, unconfined processes. */
class ContainerVariablesTest {

    @TempDir
    Path data;

    private WorkerHarness server;

    @BeforeEach
    void open() {
        Map<String, String> settings = Map.of(
                "webendpoints.workers.sandbox", "off",
                "webendpoints.workers.event-loop", "uvloop",
                "webendpoints.workers.region", "eu-north",
                "webendpoints.workers.cloud-provider", "CLOUD_PROVIDER_AWS");
        server = new WorkerHarness(data, WorkerHarness.config(settings), WorkerHarness.FILES, null);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void theSettingSelectsTheEventLoop() {
        assertThat(valueOf("WEBENDPOINTS_EVENT_LOOP", Map.of())).isEqualTo("uvloop");
    }

    @Test
    void aFunctionOverridesTheEventLoop() {
        assertThat(valueOf("WEBENDPOINTS_EVENT_LOOP", Map.of("WEBENDPOINTS_EVENT_LOOP", "asyncio")))
                .isEqualTo("asyncio");
    }

    @Test
    void theRegionIsTheOperators() {
        assertThat(valueOf("MODAL_REGION", Map.of("MODAL_REGION", "us-east"))).isEqualTo("eu-north");
    }

    @Test
    void theCloudProviderIsTheOperators() {
        assertThat(valueOf("MODAL_CLOUD_PROVIDER", Map.of())).isEqualTo("CLOUD_PROVIDER_AWS");
    }

    private String valueOf(String variable, Map<String, String> ofFunction) {
        RecordedEvents worker = server.start(ofFunction);
        JsonNode value = WorkerHarness.ask(worker.address(), "os.environ['" + variable + "']");
        return value.asText();
    }
}
