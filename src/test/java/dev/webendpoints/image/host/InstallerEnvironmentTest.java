package dev.webendpoints.image.host;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class InstallerEnvironmentTest {

    private static final Path CACHE = Path.of("/data/cache/uv");

    @ParameterizedTest
    @CsvSource({
        "PIP_INDEX_URL, https://a/simple, UV_DEFAULT_INDEX, https://a/simple",
        "PIP_EXTRA_INDEX_URL, https://a https://b, UV_INDEX, ",
        "PIP_EXTRA_INDEX_URL, https://a  https://b, UV_EXTRA_INDEX_URL, https://a https://b",
        "PIP_FIND_LINKS, /wheels https://b, UV_FIND_LINKS, '/wheels,https://b'",
        "PIP_TRUSTED_HOST, a b, UV_INSECURE_HOST, a b",
        "PIP_CERT, /etc/ca.pem, SSL_CERT_FILE, /etc/ca.pem",
        "PIP_DEFAULT_TIMEOUT, 180, UV_HTTP_TIMEOUT, 180"
    })
    void pipsSettingsAreTranslated(String pip, String value, String uv, String expected) {
        assertThat(InstallerEnvironment.of(Map.of(pip, value), Map.of(), CACHE).get(uv))
                .isEqualTo(expected);
    }

    @Test
    void anIndexThatWasSetForUvWins() {
        Map<String, String> host = Map.of("PIP_INDEX_URL", "https://pip", "UV_INDEX_URL", "https://uv");

        assertThat(InstallerEnvironment.of(host, Map.of(), CACHE)).doesNotContainKey("UV_DEFAULT_INDEX");
    }

    @ParameterizedTest
    @CsvSource({"https_proxy", "HTTPS_PROXY", "SSL_CERT_FILE", "UV_INDEX", "NETRC"})
    void proxiesAndCertificatesArePassedOn(String name) {
        assertThat(InstallerEnvironment.of(Map.of(name, "x"), Map.of(), CACHE)).containsEntry(name, "x");
    }

    @Test
    void theServersOwnSettingsAreNot() {
        Map<String, String> host = Map.of("QUARKUS_DATASOURCE_PASSWORD", "secret");

        assertThat(InstallerEnvironment.of(host, Map.of(), CACHE)).doesNotContainKey("QUARKUS_DATASOURCE_PASSWORD");
    }

    @Test
    void anImageCannotChangeWhichProgramsRun() {
        Map<String, String> image = Map.of("PATH", "/evil", "LD_PRELOAD", "/evil.so", "CMAKE_ARGS", "-DX=1");

        assertThat(InstallerEnvironment.of(Map.of("PATH", "/usr/bin"), image, CACHE))
                .containsEntry("PATH", "/usr/bin")
                .containsEntry("CMAKE_ARGS", "-DX=1")
                .doesNotContainKey("LD_PRELOAD");
    }
}
