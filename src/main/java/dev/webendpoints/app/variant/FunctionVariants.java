package dev.webendpoints.app.variant;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.webendpoints.app.AppQuota;
import dev.webendpoints.app.FunctionNotFound;
import dev.webendpoints.function.FunctionOptions;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;

/** The variants of functions. A workspace reaches its own ones only. */
@ApplicationScoped
public class FunctionVariants {

    /** Number of hexadecimal digits of an id. */
    private static final int ID_LENGTH = 32;

    /** How exactly the time of the last use is known. */
    private static final Duration USE_RECORDED_EVERY = Duration.ofHours(1);

    private static final String FIND = "from FunctionVariant where id = ?1 and functionId = ?2 and workspaceId = ?3";

    private static final String INSERT =
            "insert into function_variant (id, function_id, workspace_id, options, used_at)"
                    + " values (:id, :function, :workspace, cast(cast(:options as text) as jsonb), now()) on conflict (id) do nothing";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final AppQuota quota;

    FunctionVariants(AppQuota quota) {
        this.quota = quota;
    }

    /**
     * Returns the id of the variant, the same for equal options.
     *
     * @param functionId of a function of the workspace
     * @throws dev.webendpoints.identity.QuotaExceeded by the Uni
     */
    public Uni<String> keep(String workspaceId, String functionId, FunctionOptions options) {
        String json = json(options);
        String id = id(functionId, json);
        return Panache.withTransaction(() -> used(workspaceId, functionId, id)
                .chain(known -> known != null
                        ? Uni.createFrom().item(id)
                        : quota.requireRoomForVariant(workspaceId)
                                .chain(() -> insert(workspaceId, functionId, id, json))));
    }

    /** @throws FunctionNotFound by the Uni, if there is none, or it was not used for so long that it was deleted */
    public Uni<FunctionOptions> find(String workspaceId, String functionId, String id) {
        return Panache.withTransaction(() -> used(workspaceId, functionId, id)
                .onItem()
                .ifNull()
                .failWith(() -> new FunctionNotFound("has the options of this id any more; bind them again"))
                .map(variant -> variant.options));
    }

    private Uni<FunctionVariant> used(String workspaceId, String functionId, String id) {
        return Panache.getSession()
                .chain(session -> session.createQuery(FIND, FunctionVariant.class)
                        .setParameter(1, id)
                        .setParameter(2, functionId)
                        .setParameter(3, workspaceId)
                        .getSingleResultOrNull())
                .invoke(FunctionVariants::recordUse);
    }

    private static void recordUse(FunctionVariant variant) {
        Instant now = Instant.now();
        if (variant != null && variant.usedAt.isBefore(now.minus(USE_RECORDED_EVERY))) {
            variant.usedAt = now;
        }
    }

    private static Uni<String> insert(String workspaceId, String functionId, String id, String json) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(INSERT)
                        .setParameter("id", id)
                        .setParameter("function", functionId)
                        .setParameter("workspace", workspaceId)
                        .setParameter("options", json)
                        .executeUpdate())
                .replaceWith(id);
    }

    private static String json(FunctionOptions options) {
        try {
            return JSON.writeValueAsString(options);
        } catch (JsonProcessingException recordsAlwaysWrite) {
            throw new IllegalStateException(recordsAlwaysWrite);
        }
    }

    private static String id(String functionId, String json) {
        try {
            byte[] text = (functionId + json).getBytes(StandardCharsets.UTF_8);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
            return HexFormat.of().formatHex(hash).substring(0, ID_LENGTH);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
