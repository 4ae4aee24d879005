package dev.webendpoints.app;

import java.util.List;

/**
 * Which definition of a function is served now.
 *
 * @param timeoutSecs of one request
 * @param parameters of its class
 */
public record Served(String functionId, String definitionId, int timeoutSecs, List<FunctionSpec.Parameter> parameters) {

    /** @param parameters as {@link ParameterList} writes them */
    public Served(String functionId, String definitionId, int timeoutSecs, String parameters) {
        this(functionId, definitionId, timeoutSecs, ParameterList.read(parameters));
    }
}
