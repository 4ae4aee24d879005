package dev.webendpoints.modal;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;

import dev.webendpoints.modal.generated.ClassParameterSet;
import dev.webendpoints.modal.generated.ClassParameterValue;
import dev.webendpoints.modal.grpc.CallRejected;

/**
 * The id of a function with values of its class's parameters, or of a variant. It contains the values, so that equal values
 * have the same id, which stays valid when the app is deployed again.
 *
 * @param functionId {@code fu-…} of the class
 * @param arguments the values as JSON with members in a fixed order, bytes as {@code {"base64": …}}; empty for none
 * @param variant id of the variant; empty for the function as its code declares it
 */
record BoundFunctionId(String functionId, String arguments, String variant) {

    /** Between the id, the values in Base64, and the variant; the client allows only one dash in an id. */
    private static final char SEPARATOR = '.';

    private static final Pattern FORMAT = Pattern.compile("([^.]*)(?:\\.([^.]*))?(?:\\.([0-9a-f]{32}))?");

    /** What clients send for a class without parameters: {@code ((), {})}, pickled. */
    private static final ByteString PICKLED_NOTHING = ByteString.copyFrom(new byte[] {
        (byte) 0x80, 4, (byte) 0x95, 6, 0, 0, 0, 0, 0, 0, 0, ')', '}', (byte) 0x94, (byte) 0x86, (byte) 0x94, '.'
    });

    /** Maximum length of the values as JSON in bytes: the queue of their inputs has an index, whose entries are bounded. */
    private static final int MAX_SIZE = 2_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws CallRejected if the values are damaged */
    static BoundFunctionId parse(String id) {
        Matcher parts = FORMAT.matcher(id);
        if (!parts.matches()) {
            throw damaged();
        }
        String variant = parts.group(3) == null ? "" : parts.group(3);
        if (parts.group(2) == null || parts.group(2).isEmpty() && !variant.isEmpty()) {
            return new BoundFunctionId(parts.group(1), "", variant);
        }
        try {
            byte[] values = Base64.getDecoder().decode(parts.group(2));
            String arguments = new String(values, StandardCharsets.UTF_8);
            return bound(parts.group(1), JSON.readValue(arguments, TreeMap.class))
                    .with(variant);
        } catch (IllegalArgumentException | JsonProcessingException e) {
            throw damaged();
        }
    }

    private static CallRejected damaged() {
        return CallRejected.invalid("The function's id does not contain the values of its class's parameters.");
    }

    /**
     * @param serialized a ClassParameterSet
     * @throws CallRejected if a value is pickled, or there are too many
     */
    static BoundFunctionId of(String functionId, byte[] serialized) {
        Map<String, Object> values = new TreeMap<>();
        if (PICKLED_NOTHING.equals(ByteString.copyFrom(serialized))) {
            return new BoundFunctionId(functionId, "", "");
        }
        try {
            ClassParameterSet set = ClassParameterSet.parseFrom(serialized);
            set.getParametersList().forEach(each -> values.put(each.getName(), value(each)));
        } catch (InvalidProtocolBufferException e) {
            throw pickled();
        }
        return values.isEmpty() ? new BoundFunctionId(functionId, "", "") : bound(functionId, values);
    }

    private static BoundFunctionId bound(String functionId, Map<String, Object> values) {
        String arguments = json(values);
        if (arguments.getBytes(StandardCharsets.UTF_8).length > MAX_SIZE) {
            throw CallRejected.invalid("The values of a class's parameters may have at most " + MAX_SIZE + " bytes.");
        }
        return new BoundFunctionId(functionId, arguments, "");
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

    BoundFunctionId with(String otherVariant) {
        return new BoundFunctionId(functionId, arguments, otherVariant);
    }

    String text() {
        String values = Base64.getEncoder().encodeToString(arguments.getBytes(StandardCharsets.UTF_8));
        if (variant.isEmpty()) {
            return arguments.isEmpty() ? functionId : functionId + SEPARATOR + values;
        }
        return functionId + SEPARATOR + values + SEPARATOR + variant;
    }
}
