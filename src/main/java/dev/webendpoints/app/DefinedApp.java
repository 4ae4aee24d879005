package dev.webendpoints.app;

/**
 * The app that a definition belongs to, served or not.
 *
 * @param environmentName name of the app's environment
 */
public record DefinedApp(App app, String environmentName) {}
