package dev.webendpoints.e2e;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Callers that hold more connections than the server may open files. */
@Tag("long")
class DescriptorsIT {

    private static final int LIMIT = 256;
    private static final int IDLE_CALLERS = 300;

    @TempDir
    Path dataDir;

    @Test
    void idleCallersOfTheGatewayDoNotStopTheControlPort() throws IOException {
        try (LiveServer server = LiveServer.startWithDescriptors(dataDir, LIMIT)) {
            List<SocketChannel> idle = new ArrayList<>();
            try {
                // Given
                for (int i = 0; i < IDLE_CALLERS; i++) {
                    idle.add(SocketChannel.open(new InetSocketAddress("127.0.0.1", server.gatewayPort())));
                }
                // When
                int health = server.send(get(server.controlUrl() + "/q/health/ready"))
                        .statusCode();
                // Then
                assertThat(health).isEqualTo(200);
                await().ignoreExceptions()
                        .until(() -> server.get("e2e--unknown", "/").statusCode() == 404);
                assertThat(Files.readString(dataDir.resolve("server.log")))
                        .contains("the limit of open files (ulimit -n) allows fewer connections than"
                                + " webendpoints.gateway.max-connections limit=256 ");
            } finally {
                for (SocketChannel caller : idle) {
                    caller.close();
                }
            }
        }
    }

    private static HttpRequest get(String url) {
        return HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(10))
                .build();
    }
}
