package dev.webendpoints.modal.grpc;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.vertx.core.MultiMap;

import static org.assertj.core.api.Assertions.assertThat;

class StatusMessageTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no app %27a%27%2C or it is stopped%3A deploy it | no app 'a', or it is stopped: deploy it",
                "100%25 of %C3%A4 | 100%25 of %C3%A4",
                "1%2B1%0A | 1+1%0A",
                "nothing to decode + more | nothing to decode + more",
            })
    void onlyWhatTheSpecificationNamesIsEncoded(String written, String expected) {
        // Given
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().set("grpc-message", written);

        // When
        StatusMessage.rewrite(headers);

        // Then
        assertThat(headers.get("grpc-message")).isEqualTo(expected);
    }
}
