package dev.webendpoints.identity.tokenflow;

import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;

/** The token flows in the database. */
@ApplicationScoped
class TokenFlowRows implements PanacheRepositoryBase<TokenFlow, String> {

    /** Released at the end of the transaction. */
    private static final String LOCK = "select cast(pg_advisory_xact_lock(hashtext('token_flow')) as text)";

    /** Serializes the transactions that open flows, so that limits hold for concurrent ones. */
    Uni<Void> lockAll() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(LOCK, String.class).getResultList())
                .replaceWithVoid();
    }

    Uni<Long> deleteExpired(Instant now) {
        return delete("expiresAt <= ?1", now);
    }

    Uni<Long> countOf(String network) {
        return count("network", network);
    }

    /** Null if it does not exist or has expired. */
    @WithSession
    Uni<TokenFlow> findOpen(String id, Instant now) {
        return find("id = ?1 and expiresAt > ?2", id, now).firstResult();
    }

    /** As {@link #findOpen}, and locks the row: of two callers the second sees what the first changed. */
    Uni<TokenFlow> findLocked(String id, Instant now) {
        return find("id = ?1 and expiresAt > ?2", id, now)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult();
    }
}
