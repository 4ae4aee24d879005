package dev.webendpoints.modal.grpc;

import java.util.regex.Pattern;

import dev.webendpoints.app.ClientInfo;

/**
 * The client that makes a call, as it identifies itself.
 *
 * @param version the version of the {@code modal} package: {@code 1.6.4}; JavaScript and Go always send {@code 1.0.0}
 * @param pythonVersion the Python version that the client runs on: {@code 3.11.7}
 */
public record ClientVersion(String version, String pythonVersion) {

    /** Clients whose newest supported generation of image definitions is 2024.10. */
    private static final Pattern OLD = Pattern.compile("(0|1\\.0)\\..*");

    /** The generation of image definitions to request from this client, which rejects one that it does not know. */
    public String imageBuilderVersion() {
        return OLD.matcher(version).matches() ? "2024.10" : "2025.06";
    }

    public ClientInfo info() {
        return new ClientInfo(version, pythonVersion);
    }
}
