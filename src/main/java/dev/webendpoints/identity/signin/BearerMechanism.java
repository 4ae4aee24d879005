package dev.webendpoints.identity.signin;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;

import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.CurrentCaller;
import dev.webendpoints.identity.InvalidCredentials;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code Authorization: Bearer …} (RFC 6750) with a JWT, or an API token as {@code <id>.<secret>}. Replaces the
 * mechanism of the JWT extension, which would reject an API token as a malformed JWT. The identity's roles are the
 * caller's scopes.
 */
@Alternative
@Priority(1)
@ApplicationScoped
class BearerMechanism implements HttpAuthenticationMechanism {

    private static final Pattern BEARER = Pattern.compile("Bearer +(\\S+) *", Pattern.CASE_INSENSITIVE);

    /** Ids have no dot; a JWT has two, and never starts like this. */
    private static final Pattern API_TOKEN = Pattern.compile("(ak-[^.]+)\\.(as-.+)");

    private final ApiTokenCredentials credentials;
    private final JwtCallers jwtCallers;

    BearerMechanism(ApiTokenCredentials credentials, JwtCallers jwtCallers) {
        this.credentials = credentials;
        this.jwtCallers = jwtCallers;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager providers) {
        return bearer(request)
                .map(token ->
                        caller(token, RemoteNetwork.address(request.request())).map(BearerMechanism::identity))
                .orElseGet(() -> Uni.createFrom().nullItem())
                .onFailure(BearerMechanism::isRefusal)
                .transform(refusal -> new AuthenticationFailedException(refusal.getMessage(), refusal));
    }

    private static Optional<String> bearer(RoutingContext request) {
        return Optional.ofNullable(request.request().getHeader(HttpHeaders.AUTHORIZATION))
                .map(BEARER::matcher)
                .filter(Matcher::matches)
                .map(header -> header.group(1));
    }

    /** Failures to wrap in an {@link AuthenticationFailedException}, as Quarkus expects. */
    private static boolean isRefusal(Throwable failure) {
        return failure instanceof InvalidCredentials || failure instanceof TooManyFailures;
    }

    private Uni<Caller> caller(String token, String address) {
        Matcher apiToken = API_TOKEN.matcher(token);
        return apiToken.matches()
                ? credentials.authenticate(apiToken.group(1), apiToken.group(2), address)
                : jwtCallers.authenticate(token, address);
    }

    private static SecurityIdentity identity(Caller caller) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(caller.tokenId()))
                .addRoles(caller.scopes())
                .addAttribute(CurrentCaller.ATTRIBUTE, caller)
                .build();
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return Uni.createFrom()
                .item(new ChallengeData(
                        401,
                        "WWW-Authenticate",
                        bearer(request).isPresent() ? BearerChallenge.INVALID_TOKEN : BearerChallenge.MISSING));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }
}
