package dev.webendpoints.function;

/**
 * Identifies one version of one function together with the values of its class's parameters and its variant, and thereby
 * one pool.
 *
 * @param functionId {@code fu-…}, the same across redeployments
 * @param definitionId {@code de-…}, new with every deployment that changed something
 * @param arguments the parameters' values as JSON, equal for equal values; empty for a function without parameters
 * @param variant id of the variant of the function; empty for the function as its code declares it
 */
public record FunctionKey(String functionId, String definitionId, String arguments, String variant) {

    /** Length of a function's id. */
    private static final int ID_LENGTH = 25;

    /** Length of a variant's id. */
    private static final int VARIANT_LENGTH = 32;

    /** Before the variant's id in the key of a group. */
    private static final char VARIANT_MARK = '~';

    public FunctionKey(String functionId, String definitionId) {
        this(functionId, definitionId, "", "");
    }

    public FunctionKey(String functionId, String definitionId, String arguments) {
        this(functionId, definitionId, arguments, "");
    }

    /** @param group key of a group: {@link #group()} */
    public static FunctionKey ofGroup(String group, String definitionId) {
        String functionId = group.substring(0, ID_LENGTH);
        String rest = group.substring(ID_LENGTH);
        if (rest.isEmpty() || rest.charAt(0) != VARIANT_MARK) {
            return new FunctionKey(functionId, definitionId, rest);
        }
        String variant = rest.substring(1, 1 + VARIANT_LENGTH);
        return new FunctionKey(functionId, definitionId, rest.substring(1 + VARIANT_LENGTH), variant);
    }

    /** Returns the key of the group, which is the same across redeployments. */
    public String group() {
        return variant.isEmpty() ? functionId + arguments : functionId + VARIANT_MARK + variant + arguments;
    }

    /** Returns whether it is the function as its code declares it, without values of parameters. */
    public boolean isPlain() {
        return arguments.isEmpty() && variant.isEmpty();
    }

    /** Returns the key of another version. */
    public FunctionKey of(String otherDefinitionId) {
        return new FunctionKey(functionId, otherDefinitionId, arguments, variant);
    }
}
