package dev.webendpoints.app;

/** All that is known of one definition of a function, served or not. */
public record RunnableFunction(App app, AppFunction function, FunctionDefinition definition) {}
