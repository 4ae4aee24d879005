package dev.webendpoints.worker;

/**
 * Names one version of one function, with the values of its class's parameters, and so one pool.
 *
 * @param functionId {@code fu-…}, the same over redeploys
 * @param definitionId {@code de-…}, new with every deployment that changed something
 * @param arguments the parameters' values as JSON, equal for equal values; empty for what has no parameters
 */
public record FunctionKey(String functionId, String definitionId, String arguments) {

    public FunctionKey(String functionId, String definitionId) {
        this(functionId, definitionId, "");
    }

    /** Names what has the same workers over redeploys. */
    String group() {
        return arguments.isEmpty() ? functionId : functionId + arguments;
    }

    FunctionKey with(String otherArguments) {
        return new FunctionKey(functionId, definitionId, otherArguments);
    }
}
