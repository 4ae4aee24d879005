package dev.webendpoints.app.publication;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.webendpoints.app.ClientInfo;
import dev.webendpoints.app.Deployment;
import dev.webendpoints.app.FunctionDefinition;

/**
 * The next version of an app.
 *
 * @param sourceVersion the version that it publishes again, or null
 * @param deployedBy id of an API token
 * @param client that defined the functions
 * @param commitInfo a JSON object, or null
 * @param classes class ids by name
 */
record NewDeployment(
        Deployment.Kind kind,
        Integer sourceVersion,
        String deployedBy,
        ClientInfo client,
        String tag,
        String commitInfo,
        List<FunctionDefinition> definitions,
        Map<String, String> classes) {

    /** Returns the ids of the definitions by the ids of their functions. */
    static Map<String, String> byFunction(List<FunctionDefinition> definitions) {
        return definitions.stream()
                .collect(Collectors.toMap(definition -> definition.functionId, definition -> definition.id));
    }
}
