package dev.webendpoints.identity;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.failure.AlreadyExists;
import dev.webendpoints.failure.InvalidRequest;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;

/** The environments of a caller's workspace. Names are those of today: an environment can be renamed. */
@ApplicationScoped
public class Environments {

    /** The environment that every workspace has, and its default. */
    public static final String MAIN = "main";

    private final EnvironmentRows rows;
    private final Workspaces workspaces;
    private final EnvironmentsConfig config;

    Environments(EnvironmentRows rows, Workspaces workspaces, EnvironmentsConfig config) {
        this.rows = rows;
        this.workspaces = workspaces;
        this.config = config;
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
     * @return fails with {@link InvalidRequest} or {@link QuotaExceeded}
     */
    public Uni<Environment> getOrCreate(Caller caller, String name) {
        return Panache.withTransaction(
                () -> findOrNull(caller, name).onItem().ifNull().switchTo(() -> insert(caller, name)));
    }

    /** As {@link #getOrCreate}, but fails with {@link AlreadyExists} if there is one with this name. */
    public Uni<Environment> create(Caller caller, String name) {
        return Panache.withTransaction(() -> workspaces
                .lock(caller.workspaceId())
                .chain(() -> rows.findByName(caller.workspaceId(), name))
                .invoke(present -> {
                    if (present != null) {
                        throw new AlreadyExists("There is an environment '" + name + "' already.");
                    }
                })
                .chain(() -> insert(caller, name)));
    }

    /** Finds the environment of a worker also by the name that it had when the worker started. */
    private Uni<Environment> findOrNull(Caller caller, String name) {
        Optional<CallingWorker> worker = caller.worker();
        String asked = name.isEmpty() ? worker.map(CallingWorker::environment).orElse("") : name;
        if (asked.isEmpty()) {
            return rows.findDefault(caller.workspaceId());
        }
        Uni<Environment> named = rows.findByName(caller.workspaceId(), asked);
        return worker.filter(code -> code.environment().equals(asked))
                .map(code -> named.onItem().ifNull().switchTo(() -> rows.ofApp(caller.workspaceId(), code.appId())))
                .orElse(named);
    }

    /** Counts under a lock, so that the limit holds for concurrent calls. */
    private Uni<Environment> insert(Caller caller, String name) {
        String checked = EnvironmentName.checked(name);
        return workspaces
                .lock(caller.workspaceId())
                .chain(() -> rows.countOfWorkspace(caller.workspaceId()))
                .invoke(count -> QuotaExceeded.require(
                        count + 1,
                        config.maxPerWorkspace(),
                        "environments",
                        "webendpoints.environments.max-per-workspace"))
                .chain(() -> insert(caller, checked, 1));
    }

    /** Tries the suffixes {@code name}, {@code name-2}, {@code name-3} … until one is free. */
    private Uni<Environment> insert(Caller caller, String name, int attempt) {
        return rows.insertUnlessThere(caller.workspaceId(), name, EnvironmentName.suffix(name, attempt), false)
                .chain(() -> rows.findByName(caller.workspaceId(), name))
                .onItem()
                .ifNull()
                .switchTo(() -> insert(caller, name, attempt + 1));
    }

    Uni<Environment> unknown(Caller caller, String name) {
        return rows.ofWorkspace(caller.workspaceId())
                .map(existing ->
                        existing.stream().map(environment -> environment.name).toList())
                .chain(names -> Uni.createFrom().failure(new UnknownEnvironment(name, names)));
    }
}
