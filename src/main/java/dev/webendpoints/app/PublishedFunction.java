package dev.webendpoints.app;

/** A function as its app's present deployment has it. */
public record PublishedFunction(App app, AppFunction function, FunctionDefinition definition) {}
