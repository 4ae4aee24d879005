package dev.webendpoints.secret;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.SortedMap;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The plain text of a secret: a JSON object with sorted members. */
final class SecretJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> VARIABLES = new TypeReference<>() {};

    private SecretJson() {}

    static byte[] write(SortedMap<String, String> variables) {
        try {
            return JSON.writeValueAsBytes(variables);
        } catch (IOException stringsAlwaysWrite) {
            throw new UncheckedIOException(stringsAlwaysWrite);
        }
    }

    static Map<String, String> read(byte[] json) {
        try {
            return JSON.readValue(json, VARIABLES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
