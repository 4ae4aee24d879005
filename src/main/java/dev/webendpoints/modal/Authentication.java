package dev.webendpoints.modal;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.Credentials;
import io.smallrye.mutiny.Uni;

/** The token that comes with a call, as two of its headers. */
@ApplicationScoped
class Authentication {

    private final Credentials credentials;

    Authentication(Credentials credentials) {
        this.credentials = credentials;
    }

    /**
     * Fails with {@link Refused} when there is none, with what {@link Credentials} says when it is not good.
     *
     * @param address where the call comes from
     */
    Uni<Caller> by(Optional<String> tokenId, Optional<String> secret, String address) {
        return tokenId.isEmpty() || secret.isEmpty()
                ? Uni.createFrom()
                        .failure(Refused.unauthenticated("No API token came with the call. Set MODAL_TOKEN_ID and"
                                + " MODAL_TOKEN_SECRET, or run `modal token set`."))
                : credentials.authenticate(tokenId.get(), secret.get(), address);
    }
}
