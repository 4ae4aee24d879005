package dev.webendpoints.routing;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.webendpoints.function.FunctionSpec.Parameter;

/**
 * The parameters of a class, whose values come from a request's query (modal-behaviour §1.11). Requests with the same
 * values share workers.
 */
public final class ClassParameters {

    public static final ClassParameters NONE = new ClassParameters(List.of());

    /** The maximum length of a query in characters; Modal's bound on arguments. */
    private static final int LONGEST_QUERY = 16 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Parameter> byName = new TreeMap<>();

    private ClassParameters(List<Parameter> parameters) {
        parameters.forEach(parameter -> byName.put(parameter.name(), parameter));
    }

    public static ClassParameters of(List<Parameter> parameters) {
        return parameters.isEmpty() ? NONE : new ClassParameters(parameters);
    }

    public boolean isEmpty() {
        return byName.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClassParameters that && byName.equals(that.byName);
    }

    @Override
    public int hashCode() {
        return byName.hashCode();
    }

    /**
     * Returns the values in a query, as JSON with members in a fixed order; bytes as {@code {"base64": …}}. A repeated
     * parameter has its last value; an absent one with a default is omitted.
     *
     * @param query as received, without the question mark
     * @throws InvalidArguments if one is missing or of another type, or the query is too long or malformed
     */
    public String arguments(String query) {
        if (query.length() > LONGEST_QUERY) {
            throw new InvalidArguments("the query has more than " + LONGEST_QUERY + " characters");
        }
        Map<String, Object> values = new TreeMap<>();
        given(query).forEach((name, value) -> values.put(name, value(byName.get(name), value)));
        byName.values().stream()
                .filter(parameter -> parameter.required() && !values.containsKey(parameter.name()))
                .findFirst()
                .ifPresent(missing -> {
                    throw new InvalidArguments("the query must give a value for " + missing.name());
                });
        return json(values);
    }

    private Map<String, String> given(String query) {
        Map<String, String> given = new HashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            if (byName.containsKey(name)) {
                given.put(name, equals < 0 ? "" : pair.substring(equals + 1));
            }
        }
        return given;
    }

    private static Object value(Parameter parameter, String written) {
        String value = decoded(written);
        return switch (parameter.type()) {
            case STR -> value;
            case INT -> number(parameter.name(), value);
            case BYTES -> Map.of("base64", Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
        };
    }

    private static long number(String name, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new InvalidArguments(name + " in the query must be a whole number of at most 64 bits");
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidArguments("the query is not percent-encoded");
        }
    }

    private static String json(Map<String, Object> values) {
        try {
            return JSON.writeValueAsString(values);
        } catch (JsonProcessingException stringsAndNumbersAlwaysWrite) {
            throw new IllegalStateException(stringsAndNumbersAlwaysWrite);
        }
    }
}
