package dev.webendpoints.app;

/**
 * The app of a definition, with one function of its current deployment.
 *
 * @param environmentName name of the app's environment
 * @param functionId null if the app has no deployment
 * @param tag null if the app has no deployment
 * @param method the web method that has the hostname; empty for the function itself, null without a hostname
 * @param hostname null if the function has none
 */
record DefinitionRow(App app, String environmentName, String functionId, String tag, String method, String hostname) {

    RunnableFunction.Linked linked() {
        return new RunnableFunction.Linked(functionId, tag, method, hostname);
    }
}
