package dev.webendpoints.identity.token;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import org.hibernate.exception.ConstraintViolationException;

import dev.webendpoints.database.ChangeFeed;
import dev.webendpoints.database.ChangeSet;
import dev.webendpoints.database.ChangeTopic;
import dev.webendpoints.failure.AlreadyExists;
import dev.webendpoints.failure.InvalidRequest;
import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.QuotaExceeded;
import dev.webendpoints.identity.RandomId;
import dev.webendpoints.identity.Scopes;
import dev.webendpoints.identity.SecretHash;
import dev.webendpoints.identity.Workspace;
import dev.webendpoints.identity.Workspaces;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/**
 * The API tokens of a caller's workspace, and of all workspaces for an admin. A caller can neither grant nor take over
 * scopes that it does not hold. A completed change is in effect on this server, and soon on others. Must not
 * be called within a transaction of the caller, whose outcome would be unknown.
 */
@ApplicationScoped
public class ApiTokens {

    private static final ChangeSet API_TOKEN = ChangeSet.of("api_token");

    private final ApiTokenRows rows;
    private final Workspaces workspaces;
    private final ChangeFeed feed;
    private final ApiTokenConfig config;

    ApiTokens(ApiTokenRows rows, Workspaces workspaces, ChangeFeed feed, ApiTokenConfig config) {
        this.rows = rows;
        this.workspaces = workspaces;
        this.feed = feed;
        this.config = config;
    }

    /**
     * @return fails with {@link InvalidApiToken}, {@link ScopeNotHeld}, {@link InvalidRequest} or
     *     {@link QuotaExceeded}
     */
    public Uni<NewApiToken> create(Caller caller, ApiTokenDraft draft) {
        return changing(() -> insert(caller, draft));
    }

    /** As {@link #create}, for a program: its name is unique. Fails also with {@link AlreadyExists}. */
    Uni<NewApiToken> createServiceUser(Caller caller, ApiTokenDraft draft) {
        return changing(() -> rows.revokeExpired(caller.workspaceId(), draft.name(), Instant.now())
                        .chain(() -> insert(caller, draft))
                        .invoke(made -> made.token().isServiceUser = true)
                        .call(Panache::flush))
                .onFailure(ConstraintViolationException.class)
                .transform(taken -> new AlreadyExists("There is a service user '" + draft.name() + "' already."));
    }

    private Uni<NewApiToken> insert(Caller caller, ApiTokenDraft draft) {
        String secret = RandomId.withPrefix("as");
        return Uni.createFrom()
                .item(() -> draft.checked(caller, Instant.now()))
                .chain(() -> workspaceFor(caller, draft.workspace()))
                .call(workspace -> requireRoom(workspace.id))
                .call(() -> rows.findById(caller.tokenId()).invoke(draft::checkEnd))
                .chain(workspace -> rows.persist(newToken(caller, workspace, draft, SecretHash.of(secret))))
                .map(token -> new NewApiToken(token, secret));
    }

    /** Returns the caller's own token; null if it is not an API token. */
    @WithSession
    public Uni<ApiToken> own(Caller caller) {
        return rows.findOfWorkspace(caller.workspaceId(), caller.tokenId());
    }

    /** Counts under a lock, so that the limit holds for concurrent calls. */
    private Uni<Long> requireRoom(String workspaceId) {
        return workspaces
                .lock(workspaceId)
                .chain(() -> rows.countOfWorkspace(workspaceId))
                .invoke(count -> QuotaExceeded.require(
                        count + 1,
                        config.maxPerWorkspace(),
                        "API tokens",
                        "webendpoints.api-tokens.max-per-workspace"));
    }

    private Uni<Workspace> workspaceFor(Caller caller, Optional<String> name) {
        String wanted = name.orElse(caller.workspace());
        return Uni.createFrom()
                .item(wanted)
                .invoke(() -> ScopeNotHeld.requireOwn(caller, wanted))
                .chain(workspaces::findByName)
                .onItem()
                .ifNull()
                .failWith(() -> new InvalidRequest("Workspace '" + wanted + "' not found."));
    }

    private static ApiToken newToken(Caller caller, Workspace workspace, ApiTokenDraft draft, SecretHash secret) {
        ApiToken token = new ApiToken();
        token.id = RandomId.withPrefix("ak");
        token.workspace = workspace;
        token.name = draft.name();
        token.scopes = Scopes.words(draft.scopes());
        token.createdBy = caller.tokenId();
        token.createdAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
        token.expiresAt =
                draft.expiresAt().map(end -> end.truncatedTo(ChronoUnit.MICROS)).orElse(null);
        token.keep(secret);
        return token;
    }

    /**
     * Returns the tokens that are not revoked, oldest first.
     *
     * @param workspace the name; empty for the caller's own
     * @param cursor from the previous page; empty for the first page
     * @return fails with {@link ScopeNotHeld}, {@link InvalidRequest}, or {@link UnknownApiToken} for an invalid
     *     cursor
     */
    @WithSession
    public Uni<ApiTokenPage> page(Caller caller, Optional<String> workspace, int limit, Optional<String> cursor) {
        return workspaceFor(caller, workspace)
                .chain(found -> position(found.id, cursor)
                        .chain(position -> rows.page(found.id, position, limit + 1))
                        .map(tokens -> ApiTokenPage.of(tokens, limit)));
    }

    private Uni<ApiTokenPosition> position(String workspaceId, Optional<String> cursor) {
        return cursor.isEmpty()
                ? Uni.createFrom().item(ApiTokenPosition.START)
                : rows.findOfWorkspace(workspaceId, cursor.get())
                        .onItem()
                        .ifNull()
                        .failWith(() -> new UnknownApiToken(cursor.get()))
                        .map(ApiTokenPosition::after);
    }

    /** Revokes the token and the JWTs issued for it. Fails with {@link UnknownApiToken} or {@link ScopeNotHeld}. */
    public Uni<Void> revoke(Caller caller, String id) {
        return changing(() -> rows.findLocked(caller, id)
                        .invoke(token -> ScopeNotHeld.requireAll(caller, token.scopes(), "revoke"))
                        .invoke(token -> token.revokedAt = Instant.now())
                        .call(Panache::flush)
                        .call(token -> rows.forgetRevoked(id, config.maxPerWorkspace())))
                .replaceWithVoid();
    }

    /**
     * Replaces the secret.
     *
     * @param overlap how long the current secret, and JWTs issued for it, stay valid; the secret from an earlier rotation
     *     expires immediately
     * @return fails with {@link UnknownApiToken} or {@link ScopeNotHeld}
     */
    public Uni<NewApiToken> rotate(Caller caller, String id, Duration overlap) {
        String secret = RandomId.withPrefix("as");
        return changing(() -> rows.findLocked(caller, id)
                .invoke(token -> ScopeNotHeld.requireAll(caller, token.scopes(), "rotate"))
                .invoke(token ->
                        token.rotate(SecretHash.of(secret), Instant.now().plus(overlap)))
                .map(token -> new NewApiToken(token, secret)));
    }

    /**
     * Creates or updates a token with this workspace, secret and scopes.
     *
     * @param id {@code ak-…}
     * @param secret at least 128 random bits; only its hash is stored
     */
    public Uni<Void> ensure(Workspace workspace, String id, String secret, Set<String> scopes) {
        return Panache.withTransaction(() -> rows.put(workspace, id, SecretHash.of(secret), scopes));
    }

    /** Returns the tokens of people in the caller's workspace, oldest first, including disabled ones. */
    @WithSession
    public Uni<List<ApiToken>> ofMembers(Caller caller) {
        return rows.ofMembers(caller.workspaceId());
    }

    /**
     * Disables or enables tokens, all or none.
     *
     * @return fails with {@link UnknownApiToken}, {@link ScopeNotHeld} or {@link InvalidRequest}
     */
    public Uni<Void> setDisabled(Caller caller, Collection<String> ids, boolean disabled) {
        Set<String> each = new TreeSet<>(ids);
        if (each.size() > config.maxPerWorkspace()) {
            throw new InvalidRequest("There are not that many tokens in this workspace.");
        }
        return changing(() -> Multi.createFrom()
                .iterable(each)
                .onItem()
                .transformToUniAndConcatenate(id -> rows.findLocked(caller, id)
                        .invoke(token ->
                                ScopeNotHeld.requireAll(caller, token.scopes(), disabled ? "disable" : "enable"))
                        .invoke(token -> token.disabledAt = disabled ? Instant.now() : null))
                .onItem()
                .ignoreAsUni());
    }

    /** Announces the change after the commit, so that a change that was reported as complete is in effect here. */
    private <T> Uni<T> changing(Supplier<Uni<T>> change) {
        return Panache.withTransaction(change).call(() -> feed.announce(ChangeTopic.CREDENTIALS, API_TOKEN));
    }
}
