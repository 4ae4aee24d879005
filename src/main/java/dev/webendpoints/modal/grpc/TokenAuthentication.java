package dev.webendpoints.modal.grpc;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.signin.ApiTokenCredentials;
import io.smallrye.mutiny.Uni;

/** Authenticates a call by its API token, which two headers carry. */
@ApplicationScoped
public class TokenAuthentication {

    private final ApiTokenCredentials credentials;

    TokenAuthentication(ApiTokenCredentials credentials) {
        this.credentials = credentials;
    }

    /**
     * Fails with {@link CallRejected} if there is no token, and with a failure of {@link ApiTokenCredentials} if the token is not
     * valid.
     *
     * @param address the client's address
     */
    public Uni<Caller> by(Optional<String> tokenId, Optional<String> secret, String address) {
        return tokenId.isEmpty() || secret.isEmpty()
                ? Uni.createFrom()
                        .failure(CallRejected.unauthenticated("No API token came with the call. Set MODAL_TOKEN_ID and"
                                + " MODAL_TOKEN_SECRET, or run `modal token set`."))
                : credentials.authenticate(tokenId.get(), secret.get(), address);
    }
}
