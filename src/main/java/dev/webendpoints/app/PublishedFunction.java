package dev.webendpoints.app;

/** A function in the current deployment of its app. */
public record PublishedFunction(App app, AppFunction function, FunctionDefinition definition) {}
