package dev.webendpoints.app.autoscaler;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.app.AppRepository;
import dev.webendpoints.app.FunctionNotFound;
import dev.webendpoints.app.FunctionRepository;
import dev.webendpoints.app.PublishedFunction;
import dev.webendpoints.database.ChangeFeed;
import dev.webendpoints.database.ChangeSet;
import dev.webendpoints.database.ChangeTopic;
import dev.webendpoints.failure.InvalidRequest;
import dev.webendpoints.identity.Caller;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;

/** Autoscaler settings of deployed functions that override those in the code until the next deployment. */
@ApplicationScoped
public class Autoscaling {

    private final AppRepository apps;
    private final FunctionRepository functions;
    private final AutoscalerRepository overrides;
    private final AutoscalerRules rules;
    private final ChangeFeed changes;

    Autoscaling(
            AppRepository apps,
            FunctionRepository functions,
            AutoscalerRepository overrides,
            AutoscalerRules rules,
            ChangeFeed changes) {
        this.apps = apps;
        this.functions = functions;
        this.overrides = overrides;
        this.rules = rules;
        this.changes = changes;
    }

    /** @throws FunctionNotFound by the Uni */
    @WithSession
    public Uni<AutoscaledFunction> of(Caller caller, String functionId) {
        return find(caller, functionId);
    }

    /**
     * Sets the given settings and leaves the others unchanged. Completes when the pools of this server use them; the
     * pools of other servers follow shortly after.
     *
     * @throws FunctionNotFound by the Uni
     * @throws InvalidRequest by the Uni
     */
    public Uni<AutoscaledFunction> update(Caller caller, String functionId, Map<AutoscalerSetting, Integer> settings) {
        return Panache.withTransaction(() -> published(caller, functionId)
                        // Locks before reading: another caller may set overrides, and a deployment removes them all.
                        .chain(found -> apps.ofWorkspaceLocked(caller.workspaceId(), found.app().id))
                        .chain(() -> find(caller, functionId))
                        .chain(found -> put(caller, found, settings))
                        .chain(() -> find(caller, functionId)))
                .call(() -> changes.announce(ChangeTopic.AUTOSCALERS, ChangeSet.EVERYTHING));
    }

    private Uni<Void> put(Caller caller, AutoscaledFunction found, Map<AutoscalerSetting, Integer> settings) {
        Map<AutoscalerSetting, Integer> all = found.overridden();
        all.putAll(settings);
        rules.check(found.spec(), all);
        String functionId = found.function().function().id;
        Instant now = Instant.now();
        return overrides.put(settings.entrySet().stream()
                .map(entry ->
                        AutoscalerOverride.of(functionId, entry.getKey(), entry.getValue(), now, caller.tokenId()))
                .toList());
    }

    private Uni<PublishedFunction> published(Caller caller, String functionId) {
        return functions
                .published(caller.workspaceId(), functionId)
                .onItem()
                .ifNull()
                .failWith(() -> new FunctionNotFound(functionId));
    }

    private Uni<AutoscaledFunction> find(Caller caller, String functionId) {
        return published(caller, functionId)
                .chain(found -> overrides.ofFunction(functionId).map(rows -> new AutoscaledFunction(found, rows)));
    }

    /** Returns all served functions that keep workers without requests or have overrides. */
    @WithSession
    public Uni<List<AutoscaledFunction>> overridden() {
        return overrides
                .kept()
                .chain(kept -> overrides.overridden().chain(changed -> withOverrides(distinct(kept, changed))));
    }

    private Uni<List<AutoscaledFunction>> withOverrides(Map<String, PublishedFunction> found) {
        return overrides.ofFunctions(found.keySet()).map(rows -> {
            Map<String, List<AutoscalerOverride>> byFunction =
                    rows.stream().collect(Collectors.groupingBy(AutoscalerOverride::functionId));
            return found.values().stream()
                    .map(function -> new AutoscaledFunction(
                            function, byFunction.getOrDefault(function.function().id, List.of())))
                    .toList();
        });
    }

    private static Map<String, PublishedFunction> distinct(
            List<PublishedFunction> some, List<PublishedFunction> others) {
        Map<String, PublishedFunction> byId = new LinkedHashMap<>();
        Stream.concat(some.stream(), others.stream()).forEach(found -> byId.put(found.function().id, found));
        return byId;
    }
}
