package dev.webendpoints.identity;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonString;

import org.eclipse.microprofile.jwt.JsonWebToken;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;

/**
 * A JWT in, a {@link Caller} out. One of this server's own stands for the API token that it was exchanged for: it dies
 * with it, and never says more than it. One of the operator's issuer names a workspace of this server in {@code workspace}.
 */
@ApplicationScoped
class JwtCallers {

    /** RFC 8693 §4.2, its habit elsewhere, and the claim of MicroProfile JWT. */
    private static final List<String> SCOPE_CLAIMS = List.of("scope", "scp", "groups");

    /** More workspaces than this in use at once cost a query each, never memory without bound. */
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
     * Counts a failure once it is known, since many requests of one address may be under way whose tokens are good.
     *
     * @param address where it comes from
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

    /** Of an address that has failed too often. Tokens of the operator's issuer have subjects that are not known here. */
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

    /** Whom the token speaks for, with all that this one may do. */
    private Uni<Caller> holder(JsonWebToken jwt) {
        return verification.isOwn(jwt) ? apiToken(jwt).invoke(caller -> uses.note(caller.tokenId())) : member(jwt);
    }

    /** The database is asked for one that another server may just have made. */
    private Uni<Caller> apiToken(JsonWebToken jwt) {
        return Uni.createFrom()
                .item(() -> inMemory.token(jwt.getSubject()))
                .onItem()
                .ifNull()
                .switchTo(() -> fromDatabase(jwt.getSubject()))
                .map(token -> {
                    if (token == null || !token.isLiveAt(Instant.now())) {
                        throw new InvalidCredentials("The API token behind this token was revoked, or has expired.");
                    }
                    return token.caller();
                });
    }

    private Uni<KnownToken> fromDatabase(String id) {
        return Panache.withSession(() -> tokens.findWithWorkspace(id))
                .map(token -> token == null ? null : token.known());
    }

    private Uni<Caller> member(JsonWebToken jwt) {
        String name = String.valueOf(jwt.<Object>getClaim("workspace"));
        return workspace(name).map(workspace -> member(workspace, jwt.getName()));
    }

    private Uni<Workspace> workspace(String name) {
        Workspace remembered = workspacesByName.getIfPresent(name);
        return remembered != null
                ? Uni.createFrom().item(remembered)
                : Panache.withSession(() -> workspaces.findByName(name))
                        .onItem()
                        .ifNull()
                        .failWith(() -> new InvalidCredentials(
                                "The token's claim 'workspace' names no workspace of this server."))
                        .invoke(found -> workspacesByName.put(name, found));
    }

    /** Rights over the whole server do not come from an issuer that knows no such rights by itself. */
    private static Caller member(Workspace workspace, String name) {
        return new Caller(workspace.id, workspace.name, Objects.requireNonNullElse(name, "unnamed"), Scopes.WORKSPACE);
    }

    private static Caller limited(Caller holder, Set<String> scopes) {
        Set<String> both = new HashSet<>(holder.scopes());
        both.retainAll(scopes);
        return new Caller(holder.workspaceId(), holder.workspace(), holder.tokenId(), both);
    }

    private static Set<String> scopes(JsonWebToken jwt) {
        return SCOPE_CLAIMS.stream()
                .filter(jwt::containsClaim)
                .findFirst()
                .map(claim -> Set.copyOf(words(jwt.getClaim(claim))))
                .orElse(Set.of());
    }

    /** A string separated by spaces, or a list of strings. */
    private static List<String> words(Object claim) {
        return claim instanceof Collection<?> list
                ? list.stream().map(JwtCallers::text).toList()
                : List.of(text(claim).split(" "));
    }

    private static String text(Object value) {
        return value instanceof JsonString string ? string.getString() : String.valueOf(value);
    }
}
