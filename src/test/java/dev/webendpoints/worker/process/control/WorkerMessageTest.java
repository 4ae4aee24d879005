package dev.webendpoints.worker.process.control;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.webendpoints.function.EndpointKind;
import dev.webendpoints.function.FunctionKey;
import dev.webendpoints.function.TestSpecs;
import dev.webendpoints.image.PythonEnvironment;
import dev.webendpoints.lease.DialedAddress;
import dev.webendpoints.scaling.ScalingPolicy;
import dev.webendpoints.worker.FunctionVersion;
import dev.webendpoints.worker.WorkersConfig;
import dev.webendpoints.worker.process.run.ContainerVariables;
import dev.webendpoints.worker.process.run.RunDirectories;
import dev.webendpoints.worker.process.run.RunDirectory;
import dev.webendpoints.worker.process.run.WorkerNetwork;
import dev.webendpoints.worker.process.run.WorkerPlan;
import dev.webendpoints.worker.process.sandbox.UnconfinedSandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WorkerMessageTest {

    private static final String PORT = "{'event':'ready','methods':{'web':{'tcp':['127.0.0.1',8000]}}}";

    private static final ContainerVariables CONTAINER =
            new ContainerVariables(WorkersConfig.EventLoop.ASYNCIO, "local", "CLOUD_PROVIDER_UNSPECIFIED");

    @TempDir
    Path data;

    private RunDirectory run;

    @BeforeEach
    void makeDirectory() throws IOException {
        run = new RunDirectories(data.resolve("run")).create("ta-1");
    }

    @Test
    void aSocketIsLookedForInTheWorkersOwnDirectory() throws IOException {
        var ready = parse("{'event':'ready','methods':{'':{'unix':'/elsewhere/run/ta-2/io/0.sock'}}}");

        assertThat(ready)
                .isEqualTo(new WorkerMessage.Ready(
                        Map.of("", UnixDomainSocketAddress.of(run.io().resolve("0.sock")))));
    }

    @Test
    void aCallThatHasReturnedIsNamed() throws IOException {
        assertThat(parse("{'event':'returned','call':'fc-1'}")).isEqualTo(new WorkerMessage.Returned("fc-1"));
    }

    @Test
    void aLongCallIdIsRefused() {
        String message = "{'event':'outliving','call':'" + "x".repeat(65) + "'}";

        assertThatThrownBy(() -> parse(message))
                .isInstanceOf(IOException.class)
                .hasMessage("a call id of 65 characters");
    }

    @Test
    void aServersPortIsOnLoopback() throws IOException {
        assertThat(parse(PORT)).isEqualTo(ready(new InetSocketAddress("127.0.0.1", 8000)));
    }

    @Test
    void aPortInANetworkOfItsOwnIsDialed() throws IOException {
        assertThat(parse(PORT, WorkerNetwork.OUTGOING))
                .isEqualTo(ready(new DialedAddress(
                        UnixDomainSocketAddress.of(run.dialSocket()), new InetSocketAddress("127.0.0.1", 8000))));
    }

    @Test
    void anotherMachinesAddressIsNone() {
        assertThatThrownBy(() -> parse("{'event':'ready','methods':{'web':{'tcp':['203.0.113.1',8000]}}}"))
                .isInstanceOf(IOException.class)
                .hasMessage("a worker's address is one of this machine's, not 203.0.113.1");
    }

    @Test
    void aNameIsNoAddress() {
        assertThatThrownBy(() -> parse("{'event':'ready','methods':{'web':{'tcp':['localhost',8000]}}}"))
                .isInstanceOf(IOException.class)
                .hasMessage("an address is numeric");
    }

    @Test
    void aPortThatTheMethodDoesNotDeclareIsNone() {
        assertThatThrownBy(() -> parse("{'event':'ready','methods':{'web':{'tcp':['127.0.0.1',8080]}}}"))
                .isInstanceOf(IOException.class)
                .hasMessage("the method has no port 8080");
    }

    @Test
    void anApplicationHasNoPort() {
        assertThatThrownBy(() -> parse("{'event':'ready','methods':{'app':{'tcp':['127.0.0.1',8000]}}}"))
                .isInstanceOf(IOException.class)
                .hasMessage("the method has no port 8000");
    }

    @Test
    void aFailureHasItsReasonAndTraceback() throws IOException {
        assertThat(parse("{'event':'failed','reason':'no','traceback':'t'}"))
                .isEqualTo(new WorkerMessage.Failed("no", "t"));
    }

    @Test
    void aProgramsEndHasItsStatus() throws IOException {
        assertThat(parse("{'event':'exited','method':'web','code':-9}"))
                .isEqualTo(new WorkerMessage.ProgramEnded("web", -9));
    }

    @Test
    void anythingElseIsNoMessage() {
        assertThatThrownBy(() -> parse("{'event':'hello'}"))
                .isInstanceOf(IOException.class)
                .hasMessage("no such event: hello");
    }

    private static WorkerMessage.Ready ready(SocketAddress web) {
        return new WorkerMessage.Ready(Map.of("web", web));
    }

    private WorkerMessage parse(String singleQuoted) throws IOException {
        return parse(singleQuoted, WorkerNetwork.MACHINE);
    }

    private WorkerMessage parse(String singleQuoted, WorkerNetwork network) throws IOException {
        WorkerPlan plan = new WorkerPlan(run, version(), environment(), data.resolve("volumes"), network, CONTAINER);
        return WorkerMessage.parse(
                singleQuoted.replace('\'', '"'), new WorkerPlaces(plan, new UnconfinedSandbox(Optional.empty())));
    }

    private PythonEnvironment environment() {
        Path python = Path.of("/usr/bin/python3");
        return new PythonEnvironment(python, List.of(), Map.of(), null, null, List.of(), data.resolve("main.py"));
    }

    private static FunctionVersion version() {
        return new FunctionVersion(
                new FunctionKey("fu-1", "de-1"),
                "ac-1",
                "ap-1",
                "hello",
                "main",
                TestSpecs.of(
                        "Pair.*",
                        List.of(
                                TestSpecs.webMethod("web", EndpointKind.WEB_SERVER, 8000, Duration.ofSeconds(5)),
                                TestSpecs.webMethod("app", EndpointKind.ASGI_APP))),
                Map.of(),
                "1.6.4",
                "3.11.7",
                ScalingPolicy.ONE_WORKER,
                List.of());
    }
}
