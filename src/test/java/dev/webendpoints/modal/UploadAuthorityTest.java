package dev.webendpoints.modal;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class UploadAuthorityTest {

    @ParameterizedTest
    @CsvSource({
        "localhost:8080, 127.0.0.1, localhost:8080",
        "10.0.0.7:8080, 10.0.0.7, 10.0.0.7:8080",
        "server.example:8080, 10.0.0.7, 10.0.0.7:8080",
        "server.example, 10.0.0.7, 10.0.0.7",
        "server.example:8080, fd00::7, [fd00::7]:8080",
        "[fd00::7]:8080, fd00::7, [fd00::7]:8080",
        "[fd00::7], fd00::7, [fd00::7]",
        "server.example:8080, fe80::1%eth0, [fe80::1]:8080"
    })
    void namesAreReplacedByTheAddressTheyLedTo(String authority, String localAddress, String expected) {
        assertThat(UploadAuthority.of(authority, localAddress)).isEqualTo(expected);
    }

    @Test
    void uploadsGoWhereTheCallsGo() {
        assertThat(BlobCalls.uploads(Optional.empty(), "localhost:8080")).isEqualTo("http://localhost:8080/blobs/");
    }

    @Test
    void theConfiguredAddressWins() {
        assertThat(BlobCalls.uploads(Optional.of("http://10.0.0.7:80/"), "172.17.0.2:8080"))
                .isEqualTo("http://10.0.0.7:80/blobs/");
    }
}
