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

    /** Estimated size in memory of a spec without its serialized code and its lists. */
    private static final int BYTES_WITHOUT_LISTS = 1_000;

    /** Estimated size in memory of an element of its lists. */
    private static final int BYTES_OF_ELEMENT = 500;

    private final FunctionRepository functions;
    private final Cache<String, FunctionSpec> recent = Caffeine.newBuilder()
            .maximumWeight(MAX_BYTES)
            .<String, FunctionSpec>weigher((id, spec) -> bytes(spec))
            .build();

    RecentSpecs(FunctionRepository functions) {
        this.functions = functions;
    }

    /** Null if there is no such definition. */
    Uni<FunctionSpec> find(String definitionId) {
        FunctionSpec known = recent.getIfPresent(definitionId);
        return known != null ? Uni.createFrom().item(known) : read(definitionId);
    }

    private Uni<FunctionSpec> read(String definitionId) {
        return functions
                .definition(definitionId)
                .onItem()
                .ifNotNull()
                .transform(definition -> definition.spec)
                .onItem()
                .ifNotNull()
                .invoke(spec -> recent.put(definitionId, spec));
    }

    private static int bytes(FunctionSpec spec) {
        int elements = spec.webMethods().size()
                + spec.mountIds().size()
                + spec.secretIds().size()
                + spec.volumes().size()
                + spec.parameters().size();
        return BYTES_WITHOUT_LISTS
                + BYTES_OF_ELEMENT * elements
                + length(spec.code().serializedFunction())
                + length(spec.code().serializedClass());
    }

    private static int length(byte[] code) {
        return code == null ? 0 : code.length;
    }
}
