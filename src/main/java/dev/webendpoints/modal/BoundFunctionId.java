package dev.webendpoints.modal;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.InvalidProtocolBufferException;

import dev.webendpoints.modal.generated.ClassParameterSet;
import dev.webendpoints.modal.generated.ClassParameterValue;
import dev.webendpoints.modal.grpc.CallRejected;

/**
 * The id of a class with values of its parameters. It contains the values, so that equal values have the same id, which
 * stays valid when the app is deployed again.
 *
 * @param functionId {@code fu-…} of the class
 * @param arguments the values as JSON with members in a fixed order, bytes as {@code {"base64": …}}; empty for none
 */
record BoundFunctionId(String functionId, String arguments) {

    /** Between the id and the values in Base64; the client allows only one dash in an id. */
    private static final char SEPARATOR = '.';

    /** Maximum length of the values in bytes; as that of a query's. */
    private static final int MAX_SIZE = 16 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws CallRejected if the values are damaged */
    static BoundFunctionId parse(String id) {
        int end = id.indexOf(SEPARATOR);
        if (end < 0) {
            return new BoundFunctionId(id, "");
        }
        try {
            byte[] values = Base64.getDecoder().decode(id.substring(end + 1));
            String arguments = new String(values, StandardCharsets.UTF_8);
            return bound(id.substring(0, end), JSON.readValue(arguments, TreeMap.class));
        } catch (IllegalArgumentException | JsonProcessingException e) {
            throw CallRejected.invalid("The function's id does not contain the values of its class's parameters.");
        }
    }

    /**
     * @param serialized a ClassParameterSet
     * @throws CallRejected if a value is pickled, or there are too many
     */
    static BoundFunctionId of(String functionId, byte[] serialized) {
        Map<String, Object> values = new TreeMap<>();
        try {
            ClassParameterSet set = ClassParameterSet.parseFrom(serialized);
            set.getParametersList().forEach(each -> values.put(each.getName(), value(each)));
        } catch (InvalidProtocolBufferException e) {
            throw pickled();
        }
        return values.isEmpty() ? new BoundFunctionId(functionId, "") : bound(functionId, values);
    }

    private static BoundFunctionId bound(String functionId, Map<String, Object> values) {
        String arguments = json(values);
        if (arguments.length() > MAX_SIZE) {
            throw CallRejected.invalid("The values of a class's parameters may have at most " + MAX_SIZE + " bytes.");
        }
        return new BoundFunctionId(functionId, arguments);
    }

    private static Object value(ClassParameterValue parameter) {
        return switch (parameter.getValueOneofCase()) {
            case STRING_VALUE -> parameter.getStringValue();
            case INT_VALUE -> parameter.getIntValue();
            case BOOL_VALUE -> parameter.getBoolValue();
            case BYTES_VALUE ->
                Map.of(
                        "base64",
                        Base64.getEncoder()
                                .encodeToString(parameter.getBytesValue().toByteArray()));
            default -> throw pickled();
        };
    }

    private static CallRejected pickled() {
        return CallRejected.unsupported("A class that takes arguments declares them with modal.parameter(): those of a"
                + " constructor of its own are not supported by Web Endpoints.");
    }

    private static String json(Map<String, Object> values) {
        try {
            return JSON.writeValueAsString(values);
        } catch (JsonProcessingException stringsAndNumbersAlwaysWrite) {
            throw new IllegalStateException(stringsAndNumbersAlwaysWrite);
        }
    }

    String text() {
        return arguments.isEmpty()
                ? functionId
                : functionId
                        + SEPARATOR
                        + Base64.getEncoder().encodeToString(arguments.getBytes(StandardCharsets.UTF_8));
    }
}
