package dev.webendpoints.modal.grpc;

import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.smallrye.mutiny.Uni;

/**
 * Answers a repeated call with the first response where running it again would create a second object or fail. The client
 * repeats a call, with the same key, if the connection breaks before the response arrives. All other calls are
 * idempotent by themselves.
 */
@ApplicationScoped
class IdempotencyCache {

    private static final Set<String> CREATING = Set.of(
            "AppCreate",
            "ClassCreate",
            "EnvironmentCreate",
            "EnvironmentUpdate",
            "EnvironmentDelete",
            "ServiceUserCreate",
            "ServiceUserDelete",
            "TokenDelete",
            "WebhookTokenCreate",
            "BlobCreate",
            "FunctionMap",
            "DictGetOrCreate",
            "DictUpdate",
            "QueueGetOrCreate",
            "QueuePut",
            "VolumePutFiles",
            "VolumePutFiles2",
            "VolumeRemoveFile",
            "VolumeRemoveFile2",
            "VolumeDelete");

    /** The client stops repeating after about a second. */
    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(1);

    /** Bounds the memory. A repeat whose response was evicted creates a second object. */
    private static final int REMEMBERED_AT_MOST = 10_000;

    private final Cache<Key, Uni<?>> answers = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED_FOR)
            .maximumSize(REMEMBERED_AT_MOST)
            .build();

    @SuppressWarnings("unchecked")
    <T> Uni<T> once(Call call, CallHeaders headers, Supplier<Uni<T>> answer) {
        if (headers.idempotencyKey().isEmpty() || !CREATING.contains(headers.rpc())) {
            return answer.get();
        }
        Key key = new Key(call.workspaceId(), headers.rpc(), headers.idempotencyKey());
        return (Uni<T>) answers.get(
                key,
                absent -> answer.get()
                        .onFailure()
                        .invoke(() -> answers.invalidate(key))
                        .memoize()
                        .indefinitely());
    }

    private record Key(String workspaceId, String rpc, String idempotencyKey) {}
}
