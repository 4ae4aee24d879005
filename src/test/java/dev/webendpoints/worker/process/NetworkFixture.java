package dev.webendpoints.worker.process;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;

import dev.webendpoints.host.HostPrograms;
import dev.webendpoints.worker.process.run.OrphanedProcesses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Workers with a network of their own. No process of a worker may be left after its server is closed. */
abstract class NetworkFixture extends WorkerFixture {

    static final int PORT = 18_123;

    @Override
    @AfterEach
    void close() {
        super.close();
        assertThat(OrphanedProcesses.of(WorkerHarness.WORKER)).isEmpty();
    }

    RecordedEvents startWithPort(int zygotes) {
        server = withWayOut(zygotes);
        server.port = PORT;
        return server.start(Map.of());
    }

    WorkerHarness withWayOut(int zygotes) {
        WorkerHarness confined = WorkerHarness.confined(data, zygotes);
        await().pollDelay(Duration.ZERO).until(() -> !hasStack() || confined.runtime.separatesNetwork(true, false));
        assumeTrue(confined.runtime.separatesNetwork(true, false), "pasta and slirp4netns are not on PATH");
        return confined;
    }

    private static boolean hasStack() {
        return HostPrograms.find("pasta")
                .or(() -> HostPrograms.find("slirp4netns"))
                .isPresent();
    }

    static String connecting(String host, int port) {
        return "reach('" + host + "', " + port + ")";
    }

    static InetAddress outer() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst()
                .orElseThrow(() -> new IOException("this machine has only a loopback address"));
    }
}
