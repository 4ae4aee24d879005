package dev.webendpoints.identity.jwt;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Map;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.crypto.SecretCipher;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;

/** The key pair that signs and verifies this server's JWTs. Created at the first startup; stored with encryption. */
@ApplicationScoped
public class SigningKeys implements PanacheRepositoryBase<SigningKey, String> {

    /** Id of the one key of all servers on a database; the first server that inserts it creates the key. */
    private static final String KEY_ID = "server-1";

    private static final String INSERT = "insert into signing_key (id, private_key, public_key, sealed, created_at)"
            + " values (:id, :privateKey, :publicKey, true, now()) on conflict (id) do nothing";

    private final SecretCipher cipher;

    private volatile Pair current;

    SigningKeys(SecretCipher cipher) {
        this.cipher = cipher;
    }

    /** Creates the key if missing, encrypts one that an earlier version left open, and loads it. Concurrency-safe. */
    public Uni<Void> load() {
        return Panache.withTransaction(() -> findById(KEY_ID)
                .onItem()
                .ifNull()
                .switchTo(this::create)
                .invoke(this::seal)
                .invoke(key -> current = read(key))
                .replaceWithVoid());
    }

    /** Reads all verification keys by {@code kid}, and updates the key that signs. */
    @WithSession
    public Uni<Map<String, PublicKey>> read() {
        return listAll().map(keys -> keys.stream().map(this::read).toList()).map(pairs -> {
            pairs.stream().filter(pair -> pair.id().equals(KEY_ID)).forEach(pair -> current = pair);
            return pairs.stream().collect(Collectors.toUnmodifiableMap(Pair::id, Pair::publicKey));
        });
    }

    private void seal(SigningKey key) {
        if (!key.sealed) {
            key.privateKey = cipher.close(key.privateKey);
            key.sealed = true;
        }
    }

    private Pair read(SigningKey key) {
        return KeyPairs.read(key.id, key.sealed ? cipher.open(key.privateKey) : key.privateKey, key.publicKey);
    }

    private Uni<SigningKey> create() {
        SigningKey made = KeyPairs.create(KEY_ID);
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(INSERT)
                        .setParameter("id", made.id)
                        .setParameter("privateKey", cipher.close(made.privateKey))
                        .setParameter("publicKey", made.publicKey)
                        .executeUpdate())
                .chain(() -> findById(KEY_ID));
    }

    /** @throws IllegalStateException if {@link #load()} has not completed */
    Pair current() {
        Pair loaded = current;
        if (loaded == null) {
            throw new IllegalStateException("the signing key was not loaded yet");
        }
        return loaded;
    }

    record Pair(String id, PrivateKey privateKey, PublicKey publicKey) {}
}
