package dev.webendpoints.app;

import java.util.Map;
import java.util.Optional;

/**
 * What a client asks to be served from now on.
 *
 * @param name empty for an app without one, as {@code modal serve} has
 * @param deploymentTag the user's own word for this version; may be empty
 * @param state to go to; absent: stay
 * @param functions name to function id; what is absent ends
 * @param classes name to class id
 * @param definitions function id to definition id; where one is absent, the last definition counts
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
