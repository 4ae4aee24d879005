package dev.webendpoints.app;

/** A definition of a function with its app, served or not. */
public record RunnableFunction(App app, AppFunction function, FunctionDefinition definition) {}
