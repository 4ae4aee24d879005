package dev.webendpoints.worker.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WorkerMessageTest {

    private static final Path IO = Path.of("/server/run/ta-1/io");

    @Test
    void aSocketIsLookedForInTheWorkersOwnDirectory() throws IOException {
        var ready = parse("{'event':'ready','methods':{'':{'unix':'/elsewhere/run/ta-2/io/0.sock'}}}");

        assertThat(ready)
                .isEqualTo(new WorkerMessage.Ready(Map.of("", UnixDomainSocketAddress.of(IO.resolve("0.sock")))));
    }

    @Test
    void aServersPortIsOnLoopback() throws IOException {
        var ready = parse("{'event':'ready','methods':{'web':{'tcp':['127.0.0.1',8000]}}}");

        assertThat(ready).isEqualTo(new WorkerMessage.Ready(Map.of("web", new InetSocketAddress("127.0.0.1", 8000))));
    }

    @Test
    void anotherMachinesAddressIsNone() {
        assertThatThrownBy(() -> parse("{'event':'ready','methods':{'web':{'tcp':['192.0.2.1',8000]}}}"))
                .isInstanceOf(IOException.class)
                .hasMessage("a worker's address is one of this machine's, not 192.0.2.1");
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

    private static WorkerMessage parse(String singleQuoted) throws IOException {
        return WorkerMessage.parse(singleQuoted.replace('\'', '"'), IO::resolve);
    }
}
