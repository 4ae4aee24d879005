package dev.webendpoints.call;

/**
 * A call to be started.
 *
 * @param functionId {@code fu-…}
 * @param arguments the values of the parameters of a class as JSON; empty for none
 * @param variant id of the function's variant; empty for the function as its code declares it
 * @param map whether inputs are added later
 * @param awaited whether its caller reads the result once: otherwise it is kept, and durable from the start
 * @param parentInputId the input whose code makes the call; empty for none
 */
public record StartedCall(
        String functionId, String arguments, String variant, boolean map, boolean awaited, String parentInputId) {}
