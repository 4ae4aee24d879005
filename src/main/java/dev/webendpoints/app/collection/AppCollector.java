package dev.webendpoints.app.collection;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.app.AppsConfig;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/**
 * Deletes rows that are no longer needed: deployments that an app's history does not show, and apps that ended some
 * time ago, with everything that belongs to them. Each batch is a separate transaction; several servers may collect at
 * the same time.
 */
@ApplicationScoped
public class AppCollector {

    private static final int BATCH = 100;

    /** Maximum number of apps per query, which reads the rows of all ended apps. */
    private static final int MOST = 10_000;

    /** How long ended apps are kept at least, since clients request an app for some time after its end. */
    private static final Duration SETTLED = Duration.ofHours(1);

    /** Deployments that still have functions are excluded until {@link VersionCollector} has deleted those. */
    private static final String OLD_DEPLOYMENTS = """
            with old as (
                select d.app_id, d.version from deployment d join app a on a.id = d.app_id
                where d.version <= a.newest_version - :keep and d.version <> a.version and not exists (
                    select from deployment_function df where df.app_id = d.app_id and df.version = d.version)
                limit :batch for update of d skip locked),
            classes as (
                delete from deployment_class c using old where c.app_id = old.app_id and c.version = old.version)
            delete from deployment d using old where d.app_id = old.app_id and d.version = old.version""";

    private static final String ENDED = """
            select id from (
                select id, stopped_at, row_number() over (partition by workspace_id order by stopped_at desc, id) as place
                from app where state = 'STOPPED') as ended
            where stopped_at < :old or (place > :most and stopped_at < :settled)
            order by stopped_at limit :limit""";

    /** The lock prevents adding rows that refer to these apps. */
    private static final String LOCK = "select id from app where id in (:apps) for update skip locked";

    private static final List<String> DELETIONS = List.of(
            "delete from autoscaler_override where function_id in (select id from function where app_id in (:apps))",
            "delete from deployment_function where app_id in (:apps)",
            "delete from deployment_class where app_id in (:apps)",
            "delete from deployment where app_id in (:apps)",
            "delete from function_definition where function_id in (select id from function where app_id in (:apps))",
            "delete from web_endpoint where app_id in (:apps)",
            "delete from function where app_id in (:apps)",
            "delete from app_class where app_id in (:apps)",
            "delete from secret where app_id in (:apps)",
            "delete from app where id in (:apps)");

    private final AppsConfig config;

    AppCollector(AppsConfig config) {
        this.config = config;
    }

    /** @return the number of deleted apps */
    public Uni<Integer> collect(Instant now) {
        return collectDeployments().chain(() -> collectApps(now));
    }

    private Uni<Void> collectDeployments() {
        return Panache.withTransaction(() -> Panache.getSession()
                        .chain(session -> session.createNativeQuery(OLD_DEPLOYMENTS)
                                .setParameter("keep", config.keepHistory())
                                .setParameter("batch", BATCH)
                                .executeUpdate()))
                .chain(rows -> rows < BATCH ? Uni.createFrom().voidItem() : collectDeployments());
    }

    private Uni<Integer> collectApps(Instant now) {
        return ended(now)
                .chain(found -> Multi.createFrom()
                        .iterable(batches(found))
                        .onItem()
                        .transformToUniAndConcatenate(batch -> delete(batch))
                        .collect()
                        .with(Collectors.summingInt(deleted -> deleted))
                        .chain(deleted -> found.size() < MOST || deleted == 0
                                ? Uni.createFrom().item(deleted)
                                : collectApps(now).map(more -> deleted + more)));
    }

    @WithSession
    Uni<List<String>> ended(Instant now) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(ENDED, String.class)
                        .setParameter("old", now.minus(config.keepStopped()))
                        .setParameter("settled", now.minus(SETTLED))
                        .setParameter("most", config.maxStopped())
                        .setParameter("limit", MOST)
                        .getResultList());
    }

    private static List<List<String>> batches(List<String> ids) {
        return IntStream.range(0, (ids.size() + BATCH - 1) / BATCH)
                .mapToObj(i -> ids.subList(i * BATCH, Math.min(ids.size(), (i + 1) * BATCH)))
                .toList();
    }

    private static Uni<Integer> delete(List<String> batch) {
        return Panache.withTransaction(() -> locked(batch)
                .chain(apps -> apps.isEmpty()
                        ? Uni.createFrom().item(0)
                        : Multi.createFrom()
                                .iterable(DELETIONS)
                                .onItem()
                                .transformToUniAndConcatenate(deletion -> execute(deletion, apps))
                                .collect()
                                .last()));
    }

    private static Uni<List<String>> locked(List<String> batch) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(LOCK, String.class)
                        .setParameter("apps", batch)
                        .getResultList());
    }

    private static Uni<Integer> execute(String deletion, List<String> apps) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(deletion)
                        .setParameter("apps", apps)
                        .executeUpdate());
    }
}
