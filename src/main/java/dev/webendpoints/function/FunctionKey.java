package dev.webendpoints.function;

/**
 * Identifies one version of one function together with the values of its class's parameters, and thereby one pool.
 *
 * @param functionId {@code fu-…}, the same across redeployments
 * @param definitionId {@code de-…}, new with every deployment that changed something
 * @param arguments the parameters' values as JSON, equal for equal values; empty for a function without parameters
 */
public record FunctionKey(String functionId, String definitionId, String arguments) {

    public FunctionKey(String functionId, String definitionId) {
        this(functionId, definitionId, "");
    }

    /** Returns the key of the group, which is the same across redeployments. */
    public String group() {
        return arguments.isEmpty() ? functionId : functionId + arguments;
    }

    public FunctionKey with(String otherArguments) {
        return new FunctionKey(functionId, definitionId, otherArguments);
    }
}
