package dev.webendpoints.identity;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.failure.InvalidRequest;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;

/** The environments of a caller's workspace. */
@ApplicationScoped
public class Environments {

    /** The environment that every workspace has, and its default. */
    public static final String MAIN = "main";

    private final EnvironmentRows rows;

    Environments(EnvironmentRows rows) {
        this.rows = rows;
    }

    /**
     * @param name empty for the default one: of a worker's code, that of its app
     * @return fails with {@link UnknownEnvironment}, which lists the existing ones
     */
    @WithSession
    public Uni<Environment> find(Caller caller, String name) {
        return findOrNull(caller, name).onItem().ifNull().switchTo(() -> unknown(caller, name));
    }

    /** As {@link #find}, by its id {@code en-…}. */
    @WithSession
    public Uni<Environment> findById(Caller caller, String id) {
        return rows.findById(caller.workspaceId(), id).onItem().ifNull().switchTo(() -> unknown(caller, id));
    }

    /** Returns the environments, the default one first, then by name. */
    @WithSession
    public Uni<List<Environment>> list(Caller caller) {
        return rows.ofWorkspace(caller.workspaceId());
    }

    /**
     * Returns the environment with this name; creates it if it does not exist, with its name as the suffix in
     * hostnames.
     *
     * @param name empty for the default one
     * @return fails with {@link InvalidRequest}
     */
    public Uni<Environment> getOrCreate(Caller caller, String name) {
        return Panache.withTransaction(() -> findOrNull(caller, name)
                .onItem()
                .ifNull()
                .switchTo(() -> create(caller, EnvironmentName.checked(name), 1)));
    }

    private Uni<Environment> findOrNull(Caller caller, String name) {
        String asked =
                name.isEmpty() ? caller.worker().map(CallingWorker::environment).orElse("") : name;
        return asked.isEmpty() ? rows.findDefault(caller.workspaceId()) : rows.findByName(caller.workspaceId(), asked);
    }

    /** Tries the suffixes {@code name}, {@code name-2}, {@code name-3} … until one is free. */
    private Uni<Environment> create(Caller caller, String name, int attempt) {
        return rows.insertUnlessThere(caller.workspaceId(), name, EnvironmentName.suffix(name, attempt), false)
                .chain(() -> rows.findByName(caller.workspaceId(), name))
                .onItem()
                .ifNull()
                .switchTo(() -> create(caller, name, attempt + 1));
    }

    private Uni<Environment> unknown(Caller caller, String name) {
        return rows.ofWorkspace(caller.workspaceId())
                .map(existing ->
                        existing.stream().map(environment -> environment.name).toList())
                .chain(names -> Uni.createFrom().failure(new UnknownEnvironment(name, names)));
    }
}
