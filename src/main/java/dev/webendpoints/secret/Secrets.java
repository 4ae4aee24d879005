package dev.webendpoints.secret;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import org.hibernate.exception.ConstraintViolationException;

import dev.webendpoints.app.AppNotFound;
import dev.webendpoints.app.AppRepository;
import dev.webendpoints.crypto.SecretCipher;
import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.Environment;
import dev.webendpoints.identity.RandomId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;

/** The secrets of a workspace. Only {@link #variables} returns their values. */
@ApplicationScoped
public class Secrets {

    private static final String OF_WORKSPACE = "workspaceId = ?1 and id in ?2";
    private static final String OF_WORKER =
            OF_WORKSPACE + " and environmentId = (select a.environmentId from App a where a.id = ?3)";

    private final Rows rows;
    private final AppRepository apps;
    private final SecretCipher cipher;

    Secrets(Rows rows, AppRepository apps, SecretCipher cipher) {
        this.rows = rows;
        this.apps = apps;
        this.cipher = cipher;
    }

    /** @throws SecretNotFound by the Uni */
    @WithSession
    public Uni<Secret> find(Caller caller, Environment environment, String name) {
        return rows.named(caller.workspaceId(), environment.id, name)
                .onItem()
                .ifNull()
                .failWith(() -> new SecretNotFound(name));
    }

    /**
     * Creates a named secret or replaces its variables.
     *
     * @param overwrite whether the secret may already exist
     * @throws NameTaken by the Uni
     */
    public Uni<Secret> put(
            Caller caller, Environment environment, String name, Map<String, String> variables, boolean overwrite) {
        return Panache.withTransaction(() -> rows.named(caller.workspaceId(), environment.id, name)
                        .chain(present -> {
                            if (present != null && !overwrite) {
                                return Uni.createFrom().failure(new NameTaken("a secret named '" + name + "'"));
                            }
                            Secret secret = present != null ? present : created(caller, environment);
                            secret.name = name;
                            seal(secret, variables);
                            return rows.persist(secret);
                        }))
                .onFailure(ConstraintViolationException.class)
                .transform(raced -> new NameTaken("a secret named '" + name + "'"));
    }

    /**
     * Returns an unnamed secret of an app. Equal variables return the same secret, so that a deploy without changes has
     * no effect.
     *
     * @throws AppNotFound by the Uni
     */
    public Uni<Secret> ofApp(Caller caller, Environment environment, String appId, Map<String, String> variables) {
        byte[] fingerprint = cipher.fingerprint(json(variables));
        return Panache.withTransaction(() -> apps.ofWorkspaceLocked(caller.workspaceId(), appId)
                .chain(app -> rows.find("appId = ?1 and fingerprint = ?2", app.id, fingerprint)
                        .<Secret>firstResult())
                .chain(present -> present != null
                        ? Uni.createFrom().item(present)
                        : rows.persist(anonymous(caller, environment, appId, variables))));
    }

    @WithSession
    public Uni<List<Secret>> list(Caller caller, Environment environment) {
        return rows.list(
                "workspaceId = ?1 and environmentId = ?2 and name is not null order by name",
                caller.workspaceId(),
                environment.id);
    }

    /** @throws SecretNotFound by the Uni */
    public Uni<Void> delete(Caller caller, String secretId) {
        return Panache.withTransaction(() -> rows.delete("workspaceId = ?1 and id = ?2", caller.workspaceId(), secretId)
                .invoke(deleted -> {
                    if (deleted == 0) {
                        throw new SecretNotFound(secretId);
                    }
                })
                .replaceWithVoid());
    }

    /**
     * Checks that the caller may give these secrets to a function: those of its workspace, and the code of a worker those
     * of its app's environment.
     *
     * @throws SecretNotFound by the Uni, for the first other one
     */
    @WithSession
    public Uni<Void> require(Caller caller, List<String> secretIds) {
        if (secretIds.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Uni<List<Secret>> found = caller.worker()
                .map(worker -> rows.list(OF_WORKER, caller.workspaceId(), secretIds, worker.appId()))
                .orElseGet(() -> rows.list(OF_WORKSPACE, caller.workspaceId(), secretIds));
        return found.invoke(secrets -> requireAll(secretIds, secrets)).replaceWithVoid();
    }

    private static void requireAll(List<String> secretIds, List<Secret> found) {
        Set<String> ids = found.stream().map(secret -> secret.id).collect(Collectors.toSet());
        secretIds.stream().filter(id -> !ids.contains(id)).findFirst().ifPresent(missing -> {
            throw new SecretNotFound(missing);
        });
    }

    /**
     * Returns the merged variables of the secrets, for running a function of this workspace. If two secrets have the
     * same variable, the later secret takes precedence.
     *
     * @throws SecretNotFound by the Uni, also for a secret of another workspace
     */
    @WithSession
    public Uni<Map<String, String>> variables(String workspaceId, List<String> secretIds) {
        if (secretIds.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return rows.list(OF_WORKSPACE, workspaceId, secretIds).map(found -> merged(secretIds, found));
    }

    private Map<String, String> merged(List<String> secretIds, List<Secret> found) {
        Map<String, Secret> byId = new HashMap<>();
        found.forEach(secret -> byId.put(secret.id, secret));
        Map<String, String> variables = new HashMap<>();
        for (String id : new ArrayList<>(secretIds)) {
            Secret secret = byId.get(id);
            if (secret == null) {
                throw new SecretNotFound(id);
            }
            variables.putAll(SecretJson.read(cipher.open(secret.sealed)));
        }
        return variables;
    }

    private Secret anonymous(Caller caller, Environment environment, String appId, Map<String, String> variables) {
        Secret secret = created(caller, environment);
        secret.appId = appId;
        seal(secret, variables);
        return secret;
    }

    private static Secret created(Caller caller, Environment environment) {
        Secret secret = new Secret();
        secret.id = RandomId.withPrefix("st");
        secret.workspaceId = caller.workspaceId();
        secret.environmentId = environment.id;
        secret.createdAt = Instant.now();
        secret.createdBy = caller.tokenId();
        return secret;
    }

    private void seal(Secret secret, Map<String, String> variables) {
        byte[] content = json(variables);
        secret.sealed = cipher.close(content);
        secret.fingerprint = cipher.fingerprint(content);
    }

    private static byte[] json(Map<String, String> variables) {
        return SecretJson.write(new TreeMap<>(variables));
    }

    @ApplicationScoped
    static class Rows implements PanacheRepositoryBase<Secret, String> {

        /** Null if there is none. */
        Uni<Secret> named(String workspaceId, String environmentId, String name) {
            return find("workspaceId = ?1 and environmentId = ?2 and name = ?3", workspaceId, environmentId, name)
                    .firstResult();
        }
    }
}
