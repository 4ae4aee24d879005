package dev.webendpoints.modal;

import java.util.regex.Pattern;

import dev.webendpoints.app.ClientInfo;

/**
 * The client behind a call, as far as it says.
 *
 * @param version of the {@code modal} package: {@code 1.6.4}; JavaScript and Go always say {@code 1.0.0}
 * @param pythonVersion that it runs in: {@code 3.11.7}
 */
record Client(String version, String pythonVersion) {

    /** Clients that know no newer generation of image definitions than 2024.10. */
    private static final Pattern OLD = Pattern.compile("(0|1\\.0)\\..*");

    /** The generation of image definitions to ask this client for: it refuses to work with one that it does not know. */
    String imageBuilderVersion() {
        return OLD.matcher(version).matches() ? "2024.10" : "2025.06";
    }

    ClientInfo info() {
        return new ClientInfo(version, pythonVersion);
    }
}
