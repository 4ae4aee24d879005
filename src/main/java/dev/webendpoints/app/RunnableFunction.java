package dev.webendpoints.app;

/**
 * A definition of a function with its app, served or not.
 *
 * @param environmentName name of the app's environment
 */
public record RunnableFunction(App app, AppFunction function, FunctionDefinition definition, String environmentName) {}
