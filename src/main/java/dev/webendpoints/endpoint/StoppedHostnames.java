package dev.webendpoints.endpoint;

import java.util.Collection;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;

/** Hostnames of stopped apps, so that requests to them get a specific response. All methods require a session. */
@ApplicationScoped
public class StoppedHostnames {

    /** Maximum number of hostnames to keep. Older ones count as unknown. Each server has all of them in memory. */
    static final int KEPT = 10_000;

    private static final String ADD = "insert into stopped_hostname (hostname, stopped_at, app_id)"
            + " select hostname, now(), app_id from web_endpoint where app_id = :app and hostname is not null"
            + " on conflict (hostname) do update set stopped_at = excluded.stopped_at, app_id = excluded.app_id";

    private static final String PRUNE = "delete from stopped_hostname where stopped_at <="
            + " (select stopped_at from stopped_hostname order by stopped_at desc offset :kept limit 1)";

    private static final String FORGET = "delete from stopped_hostname where hostname in (:hostnames)";

    private static final String ALL = "select hostname from stopped_hostname order by stopped_at";

    private static final String OF_APPS = "select hostname from stopped_hostname where app_id in (:apps)";

    /** Called before the app's endpoints are deleted. */
    public Uni<Void> add(String appId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(ADD)
                        .setParameter("app", appId)
                        .executeUpdate()
                        .chain(() -> session.createNativeQuery(PRUNE)
                                .setParameter("kept", KEPT)
                                .executeUpdate()))
                .replaceWithVoid();
    }

    /** Called when the hostnames are served again. */
    public Uni<Void> forget(Collection<String> hostnames) {
        return hostnames.isEmpty()
                ? Uni.createFrom().voidItem()
                : Panache.getSession()
                        .chain(session -> session.createNativeQuery(FORGET)
                                .setParameter("hostnames", hostnames)
                                .executeUpdate())
                        .replaceWithVoid();
    }

    /** Returns all hostnames, oldest first. */
    public Uni<List<String>> all() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(ALL, String.class).getResultList());
    }

    /** Returns the hostnames that these apps had when they were stopped, and that are not served again. */
    public Uni<List<String>> ofApps(Collection<String> appIds) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(OF_APPS, String.class)
                        .setParameter("apps", appIds)
                        .getResultList());
    }
}
