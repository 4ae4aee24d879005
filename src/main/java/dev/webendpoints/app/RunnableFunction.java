package dev.webendpoints.app;

import java.util.List;

import dev.webendpoints.function.FunctionSpec;

/**
 * A definition of a function with its app, served or not.
 *
 * @param environmentName name of the app's environment
 * @param appFunctions the functions of the app's current deployment, each once for each of its hostnames
 */
public record RunnableFunction(App app, FunctionSpec spec, String environmentName, List<Linked> appFunctions) {

    /**
     * A function of the app with one of its hostnames, or with none.
     *
     * @param method the web method that has the hostname; empty for the function itself, null without a hostname
     * @param hostname null if it has none
     */
    public record Linked(String functionId, String tag, String method, String hostname) {}

    /** @param rows one or more */
    static RunnableFunction of(FunctionSpec spec, List<DefinitionRow> rows) {
        DefinitionRow first = rows.get(0);
        return new RunnableFunction(
                first.app(),
                spec,
                first.environmentName(),
                rows.stream()
                        .filter(row -> row.functionId() != null)
                        .map(DefinitionRow::linked)
                        .toList());
    }
}
