package dev.webendpoints.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;

/**
 * Compares this server's key for secrets with a check value in the database. A server with another key could not
 * decrypt any stored secret, and no other server could decrypt what it encrypted.
 */
@ApplicationScoped
public class SecretsKeyCheck {

    private static final byte[] CHECKED = "the key for secrets".getBytes(StandardCharsets.US_ASCII);

    private static final String KEEP_FIRST =
            "insert into secrets_key_check (id, value) values (1, $1) on conflict do nothing";
    private static final String READ = "select value from secrets_key_check where id = 1";
    private static final String ANY_SECRET = "select sealed from secret limit 1";

    private final Pool database;
    private final SecretCipher cipher;

    SecretsKeyCheck(Pool database, SecretCipher cipher) {
        this.database = database;
        this.cipher = cipher;
    }

    /**
     * The first server stores the check value; every other server must have the same. A database without a check value,
     * from an older version, is checked with one of its secrets.
     *
     * @return fails with {@link IllegalStateException} if the database was encrypted with another key
     */
    public Uni<Void> verify() {
        return database.query(ANY_SECRET)
                .execute()
                .invoke(this::requireOpens)
                .chain(() -> database.preparedQuery(KEEP_FIRST)
                        .execute(Tuple.of(Buffer.buffer(cipher.fingerprint(CHECKED)))))
                .chain(() -> database.query(READ).execute())
                .invoke(this::requireEqual)
                .replaceWithVoid();
    }

    private void requireOpens(RowSet<Row> secrets) {
        for (Row secret : secrets) {
            try {
                cipher.open(secret.getBuffer(0).getBytes());
            } catch (IllegalStateException e) {
                throw otherKey(e);
            }
        }
    }

    private void requireEqual(RowSet<Row> rows) {
        byte[] kept = rows.iterator().next().getBuffer(0).getBytes();
        if (!MessageDigest.isEqual(kept, cipher.fingerprint(CHECKED))) {
            throw otherKey(null);
        }
    }

    private static IllegalStateException otherKey(Throwable cause) {
        return new IllegalStateException(
                "the secrets in this database were sealed with another key: set webendpoints.secrets.key to it, or restore the"
                        + " file secrets.key of the data directory from the backup; nothing was changed",
                cause);
    }
}
