package dev.webendpoints.app.collection;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.app.AppsConfig;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;

/**
 * Deletes the definitions that no served or recent deployment uses, and reports what the remaining ones refer to. Each
 * batch is a separate transaction; several servers may collect at the same time.
 */
@ApplicationScoped
public class VersionCollector {

    private static final int BATCH = 500;

    private static final String OLD_DEPLOYMENTS = """
            delete from deployment_function where ctid in (
                select df.ctid from deployment_function df join app a on a.id = df.app_id
                where (df.version <= a.newest_version - :keep and df.version <> a.version)
                    or (a.state = 'STOPPED' and a.stopped_at < :unused)
                limit :batch for update of df skip locked)""";

    /** A definition that a client has just received counts as used, and so does one that a publish is inserting. */
    private static final String UNUSED_DEFINITIONS = """
            delete from function_definition where ctid in (
                select d.ctid from function_definition d
                where d.used_at < :unused
                    and not exists (select from deployment_function df where df.definition_id = d.id)
                limit :batch for update of d skip locked)""";

    /** Clients keep the id of a variant as long as they run. */
    private static final Duration VARIANTS_KEPT = Duration.ofDays(30);

    private static final String UNUSED_VARIANTS = """
            delete from function_variant where ctid in (
                select ctid from function_variant where used_at < :unused
                limit :batch for update skip locked)""";

    private static final String SERVED = """
            from function_definition d
                join deployment_function df on df.definition_id = d.id
                join app a on a.id = df.app_id and a.version = df.version
            where a.state <> 'STOPPED'""";

    private final AppsConfig config;

    VersionCollector(AppsConfig config) {
        this.config = config;
    }

    /** What definitions refer to in other parts of the server. */
    public record References(Set<String> imageIds, Set<String> mountIds) {}

    /** What the workers of the served deployments are started from. */
    public record Served(Set<String> imageIds, Set<String> clientVersions) {}

    /** @return the number of deleted definitions */
    public Uni<Integer> collect(Instant now) {
        Instant unused = now.minus(config.keepUnused());
        return untilDone(OLD_DEPLOYMENTS, Map.of("unused", unused, "keep", config.keepVersions()))
                .chain(rows -> untilDone(UNUSED_DEFINITIONS, Map.of("unused", unused)))
                .call(rows -> untilDone(UNUSED_VARIANTS, Map.of("unused", now.minus(VARIANTS_KEPT))));
    }

    /** Returns the references of all definitions, served or not. */
    @WithSession
    public Uni<References> references() {
        return strings("select distinct spec ->> 'imageId' from function_definition")
                .chain(images -> strings("select distinct jsonb_array_elements_text(spec -> 'mountIds')"
                                + " from function_definition")
                        .map(mounts -> new References(images, mounts)));
    }

    /** Returns the references of running apps. */
    @WithSession
    public Uni<Served> served() {
        return strings("select distinct d.spec ->> 'imageId' " + SERVED)
                .chain(images -> strings("select distinct a.client_version " + SERVED)
                        .map(versions -> new Served(images, versions)));
    }

    private static Uni<Integer> untilDone(String delete, Map<String, Object> parameters) {
        return Panache.withTransaction(() -> Panache.getSession().chain(session -> {
                    var query = session.createNativeQuery(delete).setParameter("batch", BATCH);
                    parameters.forEach(query::setParameter);
                    return query.executeUpdate();
                }))
                .chain(rows -> rows < BATCH
                        ? Uni.createFrom().item(rows)
                        : untilDone(delete, parameters).map(more -> rows + more));
    }

    private static Uni<Set<String>> strings(String query) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(query, String.class).getResultList())
                .map((List<String> found) -> new HashSet<>(found));
    }
}
