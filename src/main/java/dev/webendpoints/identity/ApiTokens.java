package dev.webendpoints.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;

/**
 * The API tokens of a caller's workspace, and of all workspaces for an admin. Nobody gives or takes over scopes that it does
 * not have. When a change completes, this server knows it; another one within seconds. Not to be called within a
 * transaction of the caller's, whose outcome would still be open.
 */
@ApplicationScoped
public class ApiTokens {

    private final ApiTokenRows rows;
    private final Workspaces workspaces;
    private final CredentialWatch watch;
    private final ApiTokenConfig config;

    ApiTokens(ApiTokenRows rows, Workspaces workspaces, CredentialWatch watch, ApiTokenConfig config) {
        this.rows = rows;
        this.workspaces = workspaces;
        this.watch = watch;
        this.config = config;
    }

    /** @return fails with {@link InvalidApiToken}, {@link ScopeNotHeld}, {@link UnknownWorkspace} or {@link QuotaExceeded} */
    public Uni<NewApiToken> create(Caller caller, ApiTokenDraft draft) {
        String secret = RandomId.withPrefix("as");
        return changing(() -> Uni.createFrom()
                .item(() -> draft.checked(caller, Instant.now()))
                .chain(() -> workspaceFor(caller, draft.workspace()))
                .call(workspace -> requireRoom(workspace.id))
                .call(() -> rows.findById(caller.tokenId()).invoke(draft::checkEnd))
                .chain(workspace -> rows.persist(newToken(caller, workspace, draft, SecretHash.of(secret))))
                .map(token -> new NewApiToken(token, secret)));
    }

    /** Counted under a lock, so that the limit holds for calls at the same time. */
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
                .failWith(() -> new UnknownWorkspace(wanted));
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
     * Those that were not revoked, the oldest first.
     *
     * @param workspace the name; empty for the caller's own
     * @param cursor of the page before; empty for the first one
     * @return fails with {@link ScopeNotHeld}, {@link UnknownWorkspace}, or {@link UnknownApiToken} for a cursor that is none
     */
    public Uni<ApiTokenPage> page(Caller caller, Optional<String> workspace, int limit, Optional<String> cursor) {
        return Panache.withSession(() -> workspaceFor(caller, workspace)
                .chain(found -> position(found.id, cursor)
                        .chain(position -> rows.page(found.id, position, limit + 1))
                        .map(tokens -> ApiTokenPage.of(tokens, limit))));
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

    /** It opens nothing any more, nor do the JWTs made with it. Fails with {@link UnknownApiToken} or {@link ScopeNotHeld}. */
    public Uni<Void> revoke(Caller caller, String id) {
        return changing(() -> rows.findLocked(caller, id)
                        .invoke(token -> ScopeNotHeld.requireAll(caller, token.scopes(), "revoke"))
                        .invoke(token -> token.revokedAt = Instant.now())
                        .call(Panache::flush)
                        .call(token -> rows.forgetRevoked(id, config.maxPerWorkspace())))
                .replaceWithVoid();
    }

    /**
     * Gives it another secret.
     *
     * @param overlap how long the present secret opens it beside the new one, and how long JWTs made with that one are valid; a
     *     secret from an earlier rotation ends at once
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
     * Sees to it that this token opens this workspace and no other, with this secret and these scopes.
     *
     * @param id {@code ak-…}
     * @param secret 128 random bits or more: only its hash is kept
     */
    @WithTransaction
    public Uni<Void> ensure(Workspace workspace, String id, String secret, Set<String> scopes) {
        return rows.put(workspace, id, SecretHash.of(secret), scopes);
    }

    /** All is read again after the commit, so that this server never knows less than the caller was told. */
    private <T> Uni<T> changing(Supplier<Uni<T>> change) {
        return Panache.withTransaction(change).call(watch::reload);
    }
}
