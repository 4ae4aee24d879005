package dev.webendpoints.app;

import java.util.List;

import dev.webendpoints.function.FunctionSpec;

/**
 * The definition of a function that is currently served.
 *
 * @param timeoutSecs time limit of one request
 * @param parameters the parameters of its class
 */
public record ServedFunction(
        String functionId, String definitionId, int timeoutSecs, List<FunctionSpec.Parameter> parameters) {

    /** @param parameters in the format of {@link ParameterList} */
    public ServedFunction(String functionId, String definitionId, int timeoutSecs, String parameters) {
        this(functionId, definitionId, timeoutSecs, ParameterList.read(parameters));
    }
}
