package dev.webendpoints.identity;

import dev.webendpoints.failure.InvalidRequest;

/** A workspace name cannot be part of a hostname, or its hostnames would conflict with another workspace's. */
public final class InvalidWorkspaceName extends InvalidRequest {

    private InvalidWorkspaceName(String message) {
        super(message);
    }

    static InvalidWorkspaceName unfit(String name, int maxLength) {
        return new InvalidWorkspaceName("Workspace name '" + name + "' cannot be part of a hostname: use 1 to "
                + maxLength + " lower-case letters, digits and single dashes, with a letter or digit at both ends.");
    }

    static InvalidWorkspaceName taken(String name) {
        return new InvalidWorkspaceName("Workspace name '" + name
                + "' cannot be used: an environment of another workspace has hostnames that" + " begin with it.");
    }
}
