package dev.webendpoints.api.oauth;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.api.generated.model.AccessToken;
import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.InvalidCredentials;
import dev.webendpoints.identity.jwt.TokenIssuer;
import dev.webendpoints.identity.signin.ApiTokenCredentials;
import dev.webendpoints.identity.signin.TooManyFailures;
import io.smallrye.mutiny.Uni;

/** The client credentials grant of RFC 6749 §4.4: exchanges an API token for a short-lived JWT. */
@ApplicationScoped
class TokenExchange {

    private final ApiTokenCredentials credentials;
    private final TokenIssuer issuer;

    TokenExchange(ApiTokenCredentials credentials, TokenIssuer issuer) {
        this.credentials = credentials;
        this.issuer = issuer;
    }

    /** @return the token; fails with {@link OAuthRefusal} */
    Uni<AccessToken> exchange(TokenRequest request) {
        return Uni.createFrom()
                .item(() -> request.checked().client())
                .chain(client -> authenticate(client, request.address()))
                .map(caller -> narrowed(caller, request.scope()))
                .map(this::token);
    }

    private Uni<Caller> authenticate(OAuthClient client, String address) {
        return credentials
                .authenticate(client.id(), client.secret(), address)
                .onFailure(InvalidCredentials.class)
                .transform(refusal -> OAuthRefusal.invalidClient(refusal.getMessage(), client.byBasic()))
                .onFailure(TooManyFailures.class)
                .transform(refusal -> OAuthRefusal.slowDown((TooManyFailures) refusal));
    }

    /** RFC 6749 §3.3: the caller may request fewer scopes than it has, never more. */
    private static Caller narrowed(Caller caller, String scope) {
        if (scope == null || scope.isBlank()) {
            return caller;
        }
        Set<String> asked = new TreeSet<>(List.of(scope.strip().split(" +")));
        if (!caller.scopes().containsAll(asked)) {
            throw OAuthRefusal.invalidScope("This API token has the scopes " + words(caller.scopes()) + ".");
        }
        return caller.withScopes(asked);
    }

    private AccessToken token(Caller caller) {
        return new AccessToken()
                .accessToken(issuer.issue(caller))
                .tokenType("Bearer")
                .expiresIn(issuer.lifetime().toSeconds())
                .scope(words(caller.scopes()));
    }

    private static String words(Set<String> scopes) {
        return String.join(" ", new TreeSet<>(scopes));
    }
}
