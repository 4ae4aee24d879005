package dev.webendpoints.modal.grpc;

import java.util.Optional;

import dev.webendpoints.identity.Caller;
import dev.webendpoints.modal.CallRoute;
import io.grpc.Context;
import io.grpc.Metadata;

/**
 * The headers of a call.
 *
 * @param rpc the name of the call: {@code AppCreate}
 * @param idempotencyKey the same for repeats of a call; empty from clients that never repeat
 * @param admitted name of the call's entry in {@link AdmittedCalls}
 */
public record CallHeaders(
        String rpc,
        String idempotencyKey,
        ClientVersion client,
        String authority,
        String uploadAuthority,
        String admitted) {

    /** The next two are set by {@link CallRoute}, not by the client: gRPC hides the request's own values. */
    public static final String AUTHORITY = "x-webendpoints-authority";

    public static final String UPLOAD_AUTHORITY = "x-webendpoints-upload-authority";

    public static final String TOKEN_ID = "x-modal-token-id";
    public static final String TOKEN_SECRET = "x-modal-token-secret";
    public static final String CLIENT_VERSION = "x-modal-client-version";

    private static final Context.Key<CallHeaders> KEY = Context.key("call-headers");

    static CallHeaders of(String rpc, Metadata metadata) {
        return new CallHeaders(
                rpc,
                read(metadata, "x-idempotency-key").orElse(""),
                new ClientVersion(
                        read(metadata, CLIENT_VERSION).orElse(""),
                        read(metadata, "x-modal-python-version").orElse("")),
                read(metadata, AUTHORITY).orElse(""),
                read(metadata, UPLOAD_AUTHORITY).orElse(""),
                read(metadata, AdmittedCalls.HEADER).orElse(""));
    }

    /** Returns the headers of the call that is being answered on this thread. */
    static CallHeaders current() {
        return KEY.get();
    }

    Call by(Caller caller) {
        return new Call(caller, client, authority, uploadAuthority);
    }

    Context asContext() {
        return Context.current().withValue(KEY, this);
    }

    private static Optional<String> read(Metadata metadata, String name) {
        return Optional.ofNullable(metadata.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));
    }
}
