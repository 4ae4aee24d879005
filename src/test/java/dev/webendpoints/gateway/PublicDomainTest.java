package dev.webendpoints.gateway;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PublicDomainTest {

    private static String label(String template, String host) {
        byte[] bytes = ("__" + host + "__").getBytes(StandardCharsets.ISO_8859_1);
        return PublicDomain.of(template).label(bytes, 2, bytes.length - 2);
    }

    @ParameterizedTest
    @CsvSource({
        "dev--app.localhost, dev--app",
        "dev--app.localhost:8090, dev--app",
        "dev--app.localhost:, dev--app",
        "Dev--App.LOCALHOST., dev--app",
        "dev--app.localhost.:1, dev--app",
        "localhost, ",
        ".localhost, ",
        "a.b.localhost, ",
        "dev--app.localhost.., ",
        "dev--app.localhost.example.com, ",
        "dev--applocalhost, ",
        "dev--app, ",
        "[::1]:8090, ",
        "127.0.0.1, "
    })
    void labels(String host, String expected) {
        assertThat(label("http://{subdomain}.localhost:8090", host)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"https://{subdomain}.Modal.Example.com, a.modal.example.com", "http://{subdomain}.x/, a.x"})
    void domainsOfTemplates(String template, String host) {
        assertThat(label(template, host)).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://localhost",
                "{subdomain}.localhost",
                "http://{subdomain}",
                "http://x-{subdomain}.localhost",
                "http://{subdomain}.localhost/path",
                "ftp://{subdomain}.localhost",
                "http://{subdomain}.local host"
            })
    void templatesThatCannotWork(String template) {
        assertThatThrownBy(() -> PublicDomain.of(template))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("webendpoints.gateway.url-template")
                .hasMessageContaining("http://{subdomain}.localhost:8090");
    }
}
