package dev.webendpoints.api.port;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.netty.buffer.Unpooled;

import static org.assertj.core.api.Assertions.assertThat;

class LivenessRequestTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /q/health/live HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /q/health/live HTTP/1.1\r\nHost: 10.0.0.7:8080\r\nUser-Agent: kube-probe/1.30\r\nAccept: */*\r\n"
                        + "Connection: close\r\n\r\n"
            })
    void aProbesQuestionIsWhole(String bytes) {
        assertThat(of(bytes)).isEqualTo(LivenessRequest.WHOLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "G",
                "GET /q/health/live",
                "GET /q/health/live HTTP/1.1\r\n",
                "GET /q/health/live HTTP/1.1\r\nHost: x\r\n"
            })
    void whatMayBecomeOneHasBegun(String bytes) {
        assertThat(of(bytes)).isEqualTo(LivenessRequest.BEGUN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "\u0016\u0003\u0001",
                "GET /q/health/ready",
                "GET /q/health/live?x",
                "GET /q/health/live HTTP/1.0\r\n",
                "GET /q/health/live HTTP/1.1\r\n\r\n",
                "GET /q/health/live HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "GET /q/health/live HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n",
                "GET /q/health/live HTTP/1.1\r\nHost: x\r\nTRANSFER-ENCODING: chunked\r\n\r\n",
                "GET /q/health/live HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\n\r\n",
                "GET /q/health/live HTTP/1.1\r\nHost: x\r\n\r\nGET"
            })
    void everythingElseIsServedAsUsual(String bytes) {
        assertThat(of(bytes)).isEqualTo(LivenessRequest.OTHER);
    }

    @ParameterizedTest
    @ValueSource(ints = {5_000})
    void aLongHeadIsServedAsUsual(int length) {
        assertThat(of("GET /q/health/live HTTP/1.1\r\nHost: " + "x".repeat(length)))
                .isEqualTo(LivenessRequest.OTHER);
    }

    private static LivenessRequest of(String bytes) {
        return LivenessRequest.of(Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1));
    }
}
