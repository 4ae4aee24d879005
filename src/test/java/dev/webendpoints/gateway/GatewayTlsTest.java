package dev.webendpoints.gateway;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;

import javax.net.ssl.SSLSocket;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;

import static dev.webendpoints.gateway.H2.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The TLS port. */
@Timeout(60)
@Tag("slow")
class GatewayTlsTest {

    private static final String HOST = "dev--open.localhost";
    private static final String GET = "GET / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n";

    @TempDir
    private Path directory;

    private final LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private TestCertificate certificate;
    private CertificateReloader certificates;
    private TestGateway gateway;
    private TestUpstream upstream;

    @BeforeEach
    void open() throws Exception {
        certificate = TestCertificate.in(directory, "first");
        certificates = new CertificateReloader(certificate.chain(), certificate.key());
        gateway = new TestGateway(new ListenAddress("127.0.0.1", 0, 0, 100, Optional.of(certificates)));
    }

    @AfterEach
    void close() throws IOException {
        gateway.close();
        if (upstream != null) {
            upstream.close();
        }
    }

    private void before(TestUpstream.Script script) throws IOException {
        upstream = TestUpstream.unix(script);
        gateway.before(upstream);
    }

    private SSLSocket connect() throws Exception {
        return certificate.connect(gateway.tlsPort());
    }

    private static void send(SSLSocket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    @Test
    void anAnswerOverTlsEndsAsItShould() throws Exception {
        // Given
        before(wire -> {
            seen.add(wire.head());
            wire.send("HTTP/1.1 200 OK\r\n\r\nhello");
        });
        try (SSLSocket socket = connect()) {
            // When
            send(socket, GET);
            // Then
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .endsWith("\r\n\r\nhello");
        }
        assertThat(next(seen)).contains("X-Forwarded-Proto: https\r\n");
    }

    @Test
    void aConnectionIsKept() throws Exception {
        // Given
        before(wire -> {
            while (true) {
                wire.head();
                wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        });
        try (SSLSocket socket = connect()) {
            send(socket, GET);
            byte[] first = new byte[64];
            socket.getInputStream().read(first);
            // When
            send(socket, GET.replace("Host", "Connection: close\r\nHost"));
            // Then
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .endsWith("\r\n\r\nok");
        }
    }

    @Test
    void whoOffersHttp2GetsIt() throws Exception {
        // Given
        before(wire -> {
            seen.add(wire.head());
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });
        SslContext tls = SslContextBuilder.forClient()
                .trustManager(certificate.chain().toFile())
                .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                .endpointIdentificationAlgorithm(null)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2))
                .build();
        try (H2 h2 = new H2(gateway.tlsPort(), tls)) {
            // When
            H2.Stream stream = h2.request("GET", HOST, "/", true);
            // Then
            assertThat(stream.head().status()).asString().isEqualTo("200");
            assertThat(stream.body()).isEqualTo("ok");
        }
        assertThat(next(seen)).contains("X-Forwarded-Proto: https\r\n");
    }

    @Test
    void aCallerWhoSaysGoodbyeWhileTheWorkerThinksCancelsIt() throws Exception {
        // Given
        before(wire -> {
            seen.add(wire.head());
            wire.read();
        });
        SSLSocket socket = connect();
        send(socket, GET);
        next(seen);
        // When
        socket.close();
        // Then
        await().until(() -> upstream.ended.get() == 1);
        gateway.awaitNoLease();
    }

    @Test
    void whoSpeaksPlainHttpThereIsCut() throws Exception {
        // Given
        before(wire -> {});
        try (Wire client = new Wire(SocketChannel.open(new InetSocketAddress("127.0.0.1", gateway.tlsPort())))) {
            // When
            client.send(GET);
            // Then
            assertThat(client.rest()).doesNotContain("HTTP/1.1");
        }
    }

    @Test
    void aRenewedCertificateIsUsedWithoutARestart() throws Exception {
        // Given
        before(wire -> {});
        certificate = TestCertificate.in(directory, "second");
        Files.setLastModifiedTime(
                certificate.chain(), FileTime.from(Instant.now().plusSeconds(5)));
        // When
        certificates.check();
        // Then
        try (SSLSocket socket = connect()) {
            socket.startHandshake();
            X509Certificate used = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            assertThat(used.getSubjectX500Principal().getName()).isEqualTo("CN=second");
        }
    }

    @Test
    void aRenewalThatCannotBeUsedLeavesTheOldOne() throws Exception {
        // Given
        before(wire -> {});
        Path backup = Files.copy(certificate.chain(), directory.resolve("old.crt"));
        Files.writeString(certificate.chain(), "half");
        // When
        certificates.check();
        // Then
        certificate = new TestCertificate(backup, certificate.key());
        try (SSLSocket socket = connect()) {
            socket.startHandshake();
            assertThat(socket.getSession().isValid()).isTrue();
        }
    }
}
