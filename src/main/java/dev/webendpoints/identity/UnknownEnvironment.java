package dev.webendpoints.identity;

import java.util.List;

import dev.webendpoints.failure.NotFound;

/** The caller's workspace has no environment with this name. */
public final class UnknownEnvironment extends NotFound {

    UnknownEnvironment(String name, List<String> existing) {
        super("Environment '" + name + "' not found. This workspace has: " + String.join(", ", existing) + ".");
    }
}
