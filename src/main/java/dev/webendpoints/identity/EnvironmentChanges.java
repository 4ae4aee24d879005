package dev.webendpoints.identity;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.hibernate.exception.ConstraintViolationException;

import dev.webendpoints.failure.AlreadyExists;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;

/** Changes of environments that keep their contents. */
@ApplicationScoped
public class EnvironmentChanges {

    private final EnvironmentRows rows;
    private final Environments environments;
    private final Workspaces workspaces;

    EnvironmentChanges(EnvironmentRows rows, Environments environments, Workspaces workspaces) {
        this.rows = rows;
        this.environments = environments;
        this.workspaces = workspaces;
    }

    /**
     * Changes name and suffix. The hostnames of its endpoints are the callers' to change, in the same transaction.
     *
     * @return fails with {@link UnknownEnvironment}, {@link AlreadyExists} or
     *     {@link dev.webendpoints.failure.InvalidRequest}
     */
    public Uni<Environment> update(Caller caller, String name, EnvironmentChange change) {
        return Panache.withTransaction(() -> Uni.createFrom()
                        .item(change::checked)
                        .chain(() -> rows.findLocked(caller.workspaceId(), name))
                        .onItem()
                        .ifNull()
                        .switchTo(() -> environments.unknown(caller, name))
                        .invoke(found -> apply(caller, found, change))
                        .call(Panache::flush))
                .onFailure(ConstraintViolationException.class)
                .transform(taken -> new AlreadyExists(taken(change)));
    }

    private static void apply(Caller caller, Environment environment, EnvironmentChange change) {
        change.name().ifPresent(wanted -> environment.name = wanted);
        change.webSuffix().ifPresent(wanted -> {
            environment.webSuffix = wanted;
            environment.source = wanted.isEmpty() ? caller.workspace() : caller.workspace() + "-" + wanted;
        });
    }

    private static String taken(EnvironmentChange change) {
        Optional<String> name = change.name().map(wanted -> "the name '" + wanted + "'");
        Optional<String> suffix = change.webSuffix().map(wanted -> "the web suffix '" + wanted + "'");
        return "Another environment has " + name.or(() -> suffix).orElseThrow()
                + (name.isPresent() && suffix.isPresent() ? " or " + suffix.get() : "") + ".";
    }

    /** Makes an environment the one of calls that name none. Fails with {@link UnknownEnvironment}. */
    public Uni<Void> makeDefault(Caller caller, String name) {
        return Panache.withTransaction(() -> workspaces
                .lock(caller.workspaceId())
                .chain(() -> rows.findLocked(caller.workspaceId(), name))
                .onItem()
                .ifNull()
                .switchTo(() -> environments.unknown(caller, name))
                .call(() -> rows.update("isDefault = false where workspaceId = ?1 and isDefault", caller.workspaceId()))
                .chain(found -> rows.update("isDefault = true where id = ?1", found.id))
                .replaceWithVoid());
    }
}
