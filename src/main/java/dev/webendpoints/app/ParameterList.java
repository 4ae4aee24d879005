package dev.webendpoints.app;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.webendpoints.function.FunctionSpec.Parameter;
import dev.webendpoints.function.ParameterType;

/**
 * Encodes the parameters of a class in one column, so that routing does not read whole specs:
 * {@code root:STR:required size:INT:optional}. Names are Python identifiers, which contain neither spaces nor colons.
 */
final class ParameterList {

    private static final String REQUIRED = "required";

    private ParameterList() {}

    static String write(List<Parameter> parameters) {
        return parameters.stream()
                .map(parameter -> parameter.name() + ":" + parameter.type() + ":"
                        + (parameter.required() ? REQUIRED : "optional"))
                .collect(Collectors.joining(" "));
    }

    static List<Parameter> read(String written) {
        return written.isEmpty()
                ? List.of()
                : Stream.of(written.split(" ")).map(ParameterList::parameter).toList();
    }

    private static Parameter parameter(String written) {
        String[] parts = written.split(":");
        return new Parameter(parts[0], ParameterType.valueOf(parts[1]), parts[2].equals(REQUIRED));
    }
}
