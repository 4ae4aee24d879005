package dev.webendpoints.app.publication;

import java.util.Map;
import java.util.Optional;

import dev.webendpoints.app.AppState;
import dev.webendpoints.app.ClientInfo;

/**
 * A client's request to publish a deployment.
 *
 * @param name empty for an app without one, as in {@code modal serve}
 * @param deploymentTag the user's own label for this version; may be empty
 * @param state the new state; if absent, the state is unchanged
 * @param functions function ids by name; functions not listed are no longer served
 * @param classes class ids by name
 * @param definitions definition ids by function id; the latest definition is used for a function not listed
 * @param commitInfo a JSON object, or null
 */
public record PublishRequest(
        String name,
        String deploymentTag,
        Optional<AppState> state,
        Map<String, String> functions,
        Map<String, String> classes,
        Map<String, String> definitions,
        String commitInfo,
        Map<String, String> tags,
        ClientInfo client) {}
