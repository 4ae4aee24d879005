package dev.webendpoints.identity;

import java.util.List;
import java.util.NoSuchElementException;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.failure.AlreadyExists;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;

/** The workspaces of this server. */
@ApplicationScoped
public class Workspaces implements PanacheRepositoryBase<Workspace, String> {

    private static final String INSERT = "insert into workspace (id, name, created_at) values (:id, :name, now())"
            + " on conflict (name) do nothing";

    /** Does not block inserts of rows that refer to the workspace. */
    private static final String LOCK = "select id from workspace where id = :id for no key update";

    private final EnvironmentRows environments;

    Workspaces(EnvironmentRows environments) {
        this.environments = environments;
    }

    /**
     * Returns the workspace with this name; creates it and its environment {@code main} if it does not exist or has no
     * default environment. Safe for concurrent calls by several servers. Fails with {@link InvalidWorkspaceName}.
     */
    public Uni<Workspace> ensure(String name) {
        return Panache.withTransaction(() -> Uni.createFrom()
                .item(() -> WorkspaceName.checked(name))
                .call(this::insertUnlessThere)
                .chain(this::findByName)
                .call(workspace -> environments
                        .findDefault(workspace.id)
                        .onItem()
                        .ifNull()
                        .switchTo(() -> firstEnvironment(workspace))));
    }

    private Uni<Environment> firstEnvironment(Workspace workspace) {
        return environments
                .insertUnlessThere(workspace.id, Environments.MAIN, "", true)
                .chain(() -> environments.findDefault(workspace.id))
                .onItem()
                .ifNull()
                .failWith(() -> InvalidWorkspaceName.taken(workspace.name));
    }

    /**
     * Creates a workspace with its environment {@code main}.
     *
     * @return fails with {@link InvalidWorkspaceName} or {@link AlreadyExists}
     */
    public Uni<Workspace> create(String name) {
        return Panache.withTransaction(() -> Uni.createFrom()
                .item(() -> WorkspaceName.checked(name))
                .chain(this::insertUnlessThere)
                .invoke(inserted -> {
                    if (inserted == 0) {
                        throw new AlreadyExists("There is a workspace '" + name + "' already.");
                    }
                })
                .chain(() -> ensure(name)));
    }

    /**
     * Returns a page of workspaces, ordered by name.
     *
     * @param after the last name of the previous page; empty for the first page
     */
    @WithSession
    public Uni<List<Workspace>> page(String after, int count) {
        return find("name > ?1 order by name", after).range(0, count - 1).list();
    }

    /** Returns the name of a workspace that exists. */
    @WithSession
    public Uni<String> name(String workspaceId) {
        return findById(workspaceId)
                .onItem()
                .ifNull()
                .failWith(NoSuchElementException::new)
                .map(found -> found.name);
    }

    /** Locks the workspace until the end of the transaction, so that concurrent checks of its quotas are serialized. */
    public Uni<Void> lock(String workspaceId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(LOCK, String.class)
                        .setParameter("id", workspaceId)
                        .getResultList())
                .replaceWithVoid();
    }

    private Uni<Integer> insertUnlessThere(String name) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(INSERT)
                        .setParameter("id", RandomId.withPrefix("ac"))
                        .setParameter("name", name)
                        .executeUpdate());
    }

    /** Null if there is none. */
    @WithSession
    public Uni<Workspace> findByName(String name) {
        return find("name", name).firstResult();
    }
}
