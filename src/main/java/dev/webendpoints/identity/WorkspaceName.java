package dev.webendpoints.identity;

import java.util.regex.Pattern;

/** The rule for workspace names, which are the first part of {@code <workspace>[-<suffix>]--<label>}. */
final class WorkspaceName {

    /** Leaves 31 of the 63 characters of a DNS label for the two dashes and the endpoint's label. */
    static final int MAX_LENGTH = 32;

    private static final Pattern RULE = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    private WorkspaceName() {}

    /** @throws InvalidWorkspaceName if the name cannot be part of a hostname */
    static String checked(String name) {
        if (name.length() > MAX_LENGTH || !RULE.matcher(name).matches()) {
            throw InvalidWorkspaceName.unfit(name, MAX_LENGTH);
        }
        return name;
    }
}
