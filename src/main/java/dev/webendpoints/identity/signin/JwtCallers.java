package dev.webendpoints.identity.signin;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;

import org.eclipse.microprofile.jwt.JsonWebToken;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.InvalidCredentials;
import dev.webendpoints.identity.Scopes;
import dev.webendpoints.identity.Workspace;
import dev.webendpoints.identity.Workspaces;
import dev.webendpoints.identity.jwt.JwtVerification;
import dev.webendpoints.identity.jwt.TokenIssuer;
import dev.webendpoints.identity.token.ApiTokenRows;
import dev.webendpoints.identity.token.KnownToken;
import dev.webendpoints.identity.token.TokenUses;
import io.smallrye.mutiny.Uni;

/**
 * Authenticates JWTs: converts a JWT to a {@link Caller}. A JWT of this server represents the API token that it was
 * exchanged for: it becomes invalid with the token, and never grants more. A JWT of the operator's issuer names a
 * workspace of this server in the claim {@code workspace}.
 */
@ApplicationScoped
class JwtCallers {

    /** The claim of RFC 8693 §4.2, a common alternative, and the claim of MicroProfile JWT. */
    private static final List<String> SCOPE_CLAIMS = List.of("scope", "scp", "groups");

    /** Maximum number of cached workspaces. Beyond it, requests cost a query each. Bounds the memory. */
    private static final int REMEMBERED_AT_MOST = 1_000;

    private final JwtVerification verification;
    private final ApiTokenRows tokens;
    private final Workspaces workspaces;
    private final Cache<String, Workspace> workspacesByName =
            Caffeine.newBuilder().maximumSize(REMEMBERED_AT_MOST).build();
    private final TokenUses uses;
    private final BearerTable inMemory;
    private final SignInThrottle throttle;

    JwtCallers(
            JwtVerification verification,
            ApiTokenRows tokens,
            Workspaces workspaces,
            TokenUses uses,
            BearerTable inMemory,
            SignInThrottle throttle) {
        this.inMemory = inMemory;
        this.throttle = throttle;
        this.verification = verification;
        this.tokens = tokens;
        this.workspaces = workspaces;
        this.uses = uses;
    }

    /**
     * Counts a failure only afterwards, since one address may have many concurrent requests with valid tokens.
     *
     * @param address of the client
     * @return fails with {@link InvalidCredentials} or {@link TooManyFailures}
     */
    Uni<Caller> authenticate(String jwt, String address) {
        if (!throttle.isExhausted(address)) {
            return verified(jwt).onFailure(InvalidCredentials.class).invoke(refusal -> throttle.take(address));
        }
        return mayCheck(jwt)
                ? verified(jwt).onFailure(InvalidCredentials.class).transform(refusal -> tooMany(address))
                : Uni.createFrom().failure(tooMany(address));
    }

    /** For an address that has failed too often. The subjects of the operator's issuer are unknown to this server. */
    private boolean mayCheck(String jwt) {
        return verification.isFromOperatorsIssuer(jwt) ? throttle.takeSignatureCheck() : inMemory.mayCheck(jwt);
    }

    private TooManyFailures tooMany(String address) {
        return new TooManyFailures(throttle.refuse(address));
    }

    private Uni<Caller> verified(String jwt) {
        return verification
                .verify(jwt)
                .chain(verified -> holder(verified).map(holder -> limited(holder, scopes(verified))));
    }

    /** Returns the subject of the token with all scopes that the subject has. */
    private Uni<Caller> holder(JsonWebToken jwt) {
        return verification.isOwn(jwt) ? apiToken(jwt).invoke(caller -> uses.note(caller.tokenId())) : member(jwt);
    }

    /** Queries the database for an unknown token, as another server may have just created it. */
    private Uni<Caller> apiToken(JsonWebToken jwt) {
        return Uni.createFrom()
                .item(() -> inMemory.token(jwt.getSubject()))
                .onItem()
                .ifNull()
                .switchTo(() -> fromDatabase(jwt.getSubject()))
                .map(token -> {
                    if (token == null || !token.honors(secretVersion(jwt), Instant.now())) {
                        throw new InvalidCredentials(
                                "The API token behind this token was revoked or rotated, or has expired.");
                    }
                    return token.caller();
                });
    }

    /** One that names none was made before there were any. */
    private static int secretVersion(JsonWebToken jwt) {
        Object version = jwt.getClaim(TokenIssuer.SECRET_VERSION);
        return version instanceof JsonNumber number
                ? number.intValue()
                : version instanceof Number number ? number.intValue() : 0;
    }

    private Uni<KnownToken> fromDatabase(String id) {
        return tokens.findWithWorkspace(id).map(token -> token == null ? null : token.known());
    }

    private Uni<Caller> member(JsonWebToken jwt) {
        String name = String.valueOf(jwt.<Object>getClaim("workspace"));
        return workspace(name).map(workspace -> member(workspace, jwt.getName()));
    }

    private Uni<Workspace> workspace(String name) {
        Workspace remembered = workspacesByName.getIfPresent(name);
        return remembered != null
                ? Uni.createFrom().item(remembered)
                : workspaces
                        .findByName(name)
                        .onItem()
                        .ifNull()
                        .failWith(() -> new InvalidCredentials(
                                "The token's claim 'workspace' names no workspace of this server."))
                        .invoke(found -> workspacesByName.put(name, found));
    }

    /** Excludes server-wide scopes, which an external issuer cannot grant. */
    private static Caller member(Workspace workspace, String name) {
        return new Caller(workspace.id, workspace.name, Objects.requireNonNullElse(name, "unnamed"), Scopes.WORKSPACE);
    }

    private static Caller limited(Caller holder, Set<String> scopes) {
        Set<String> both = new HashSet<>(holder.scopes());
        both.retainAll(scopes);
        return holder.withScopes(both);
    }

    private static Set<String> scopes(JsonWebToken jwt) {
        return SCOPE_CLAIMS.stream()
                .filter(jwt::containsClaim)
                .findFirst()
                .map(claim -> Set.copyOf(words(jwt.getClaim(claim))))
                .orElse(Set.of());
    }

    /** @param claim a string separated by spaces, or a list of strings */
    private static List<String> words(Object claim) {
        return claim instanceof Collection<?> list
                ? list.stream().map(JwtCallers::text).toList()
                : List.of(text(claim).split(" "));
    }

    private static String text(Object value) {
        return value instanceof JsonString string ? string.getString() : String.valueOf(value);
    }
}
