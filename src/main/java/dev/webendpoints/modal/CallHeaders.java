package dev.webendpoints.modal;

import java.util.Optional;

import io.grpc.Context;
import io.grpc.Metadata;

/**
 * What came with a call beside its message.
 *
 * @param rpc the call's name: {@code AppCreate}
 * @param authority host and port under which the client reached this server
 */
record CallHeaders(String rpc, Optional<String> tokenId, Optional<String> tokenSecret, Client client, String authority) {

    /** Set by {@link CallRoute}, whatever the client sent under this name: gRPC hides the request's own. */
    static final String AUTHORITY = "x-webendpoints-authority";

    static final String CLIENT_VERSION = "x-modal-client-version";

    private static final Context.Key<CallHeaders> KEY = Context.key("call-headers");

    static CallHeaders of(String rpc, Metadata metadata) {
        return new CallHeaders(
                rpc,
                read(metadata, "x-modal-token-id"),
                read(metadata, "x-modal-token-secret"),
                new Client(
                        read(metadata, CLIENT_VERSION).orElse(""),
                        read(metadata, "x-modal-python-version").orElse("")),
                read(metadata, AUTHORITY).orElse(""));
    }

    /** Those of the call that is being answered on this thread. */
    static CallHeaders current() {
        return KEY.get();
    }

    Context asContext() {
        return Context.current().withValue(KEY, this);
    }

    private static Optional<String> read(Metadata metadata, String name) {
        return Optional.ofNullable(metadata.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));
    }
}
