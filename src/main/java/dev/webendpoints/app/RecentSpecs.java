package dev.webendpoints.app;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.webendpoints.function.FunctionSpec;
import io.smallrye.mutiny.Uni;

/** The specs of recently started definitions. A definition never changes, so a start need not read its spec again. */
@ApplicationScoped
class RecentSpecs {

    private static final long MAX_BYTES = 16 * 1024 * 1024;

    /** Estimated size of a spec in memory without its serialized code. */
    private static final int BYTES_WITHOUT_CODE = 2_000;

    private final FunctionRepository functions;
    private final Cache<String, FunctionSpec> recent = Caffeine.newBuilder()
            .maximumWeight(MAX_BYTES)
            .<String, FunctionSpec>weigher((id, spec) -> bytes(spec))
            .build();

    RecentSpecs(FunctionRepository functions) {
        this.functions = functions;
    }

    /** @param definitionId id of a definition that exists */
    Uni<FunctionSpec> find(String definitionId) {
        FunctionSpec known = recent.getIfPresent(definitionId);
        return known != null
                ? Uni.createFrom().item(known)
                : functions
                        .definition(definitionId)
                        .map(definition -> definition.spec)
                        .invoke(spec -> recent.put(definitionId, spec));
    }

    private static int bytes(FunctionSpec spec) {
        return BYTES_WITHOUT_CODE
                + length(spec.code().serializedFunction())
                + length(spec.code().serializedClass());
    }

    private static int length(byte[] code) {
        return code == null ? 0 : code.length;
    }
}
