package dev.webendpoints.identity;

/** An environment name violates the rule in {@link EnvironmentName}. */
public final class InvalidEnvironmentName extends RuntimeException {

    InvalidEnvironmentName(String name) {
        super("Environment name '" + name + "' is not allowed: use 1 to 63 letters, digits, dots, dashes and"
                + " underscores, with a letter or digit at the start.");
    }
}
