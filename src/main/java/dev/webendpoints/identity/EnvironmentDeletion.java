package dev.webendpoints.identity;

import java.time.Instant;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;

import org.hibernate.exception.ConstraintViolationException;
import org.jboss.logging.Logger;

import dev.webendpoints.failure.FailedPrecondition;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/**
 * Deletes environments with what is in them. The environment is gone when its row is marked: from then on nothing can be
 * found or deployed in it. Its contents are deleted after that, and again by {@link #collect} if that was interrupted. The
 * row stays until the last of its apps, which are listed for a while after their end, is deleted.
 */
@ApplicationScoped
public class EnvironmentDeletion {

    private static final Logger LOG = Logger.getLogger(EnvironmentDeletion.class);

    /** Maximum number of environments that one collection looks at. */
    private static final int BATCH = 1_000;

    private final EnvironmentRows rows;
    private final Environments environments;
    private final Instance<EnvironmentContents> contents;

    EnvironmentDeletion(EnvironmentRows rows, Environments environments, @Any Instance<EnvironmentContents> contents) {
        this.rows = rows;
        this.environments = environments;
        this.contents = contents;
    }

    /**
     * Deletes an environment, and its contents as far as possible now.
     *
     * @return fails with {@link UnknownEnvironment}, or {@link FailedPrecondition} for the default environment
     */
    public Uni<Void> delete(Caller caller, String name) {
        return Panache.withTransaction(() -> rows.findLocked(caller.workspaceId(), name)
                        .onItem()
                        .ifNull()
                        .switchTo(() -> environments.unknown(caller, name))
                        .invoke(EnvironmentDeletion::mark))
                .invoke(marked -> LOG.infof("Environment deleted: id=%s token=%s", marked.id, caller.tokenId()))
                .chain(marked -> deleteContents(marked.id));
    }

    private static void mark(Environment environment) {
        if (environment.isDefault) {
            throw new FailedPrecondition(
                    "The environment '" + environment.name
                            + "' is the default one of this workspace and cannot be deleted; make another one the default first.");
        }
        environment.delete(Instant.now());
    }

    /** Deletes what is left of deleted environments. */
    public Uni<Void> collect() {
        return deleted()
                .chain(found -> Multi.createFrom()
                        .iterable(found)
                        .onItem()
                        .transformToUniAndConcatenate(environment -> deleteContents(environment.id))
                        .onItem()
                        .ignoreAsUni());
    }

    @WithSession
    Uni<List<Environment>> deleted() {
        return rows.deleted(BATCH);
    }

    private Uni<Void> deleteContents(String id) {
        return Multi.createFrom()
                .iterable(contents)
                .onItem()
                .transformToUniAndConcatenate(kind -> kind.deleteOf(id))
                .onItem()
                .ignoreAsUni()
                .chain(() -> deleteRow(id))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.warnf(failure, "Contents of a deleted environment not deleted yet: id=%s", id);
                    return Uni.createFrom().voidItem();
                });
    }

    private Uni<Void> deleteRow(String id) {
        return Panache.withTransaction(() -> rows.deleteWithoutApps(id))
                .onFailure(ConstraintViolationException.class)
                .recoverWithItem(0)
                .replaceWithVoid();
    }
}
