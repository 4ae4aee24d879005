package dev.webendpoints.modal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.identity.Environment;
import dev.webendpoints.identity.Environments;
import dev.webendpoints.modal.generated.Creation;
import dev.webendpoints.modal.generated.CreationInfo;
import dev.webendpoints.modal.generated.ListPagination;
import dev.webendpoints.modal.generated.StateMetadata;
import dev.webendpoints.modal.grpc.Call;
import dev.webendpoints.modal.grpc.CallRejected;
import dev.webendpoints.state.StateKind;
import dev.webendpoints.state.StateObject;
import dev.webendpoints.state.StateObjects;
import io.smallrye.mutiny.Uni;

/** What the calls for dicts and for queues share: their objects without the contents. */
@ApplicationScoped
class StateCalls {

    private static final int LARGEST_PAGE = 100;

    private final StateObjects objects;
    private final Environments environments;

    StateCalls(StateObjects objects, Environments environments) {
        this.objects = objects;
        this.environments = environments;
    }

    /** @param environment as the client named it; empty for the default one */
    Uni<StateObject> wanted(Call call, StateKind kind, Creation creation, String environment, String name) {
        return environments.find(call.caller(), environment).chain(found -> wanted(call, kind, creation, found, name));
    }

    private Uni<StateObject> wanted(
            Call call, StateKind kind, Creation creation, Environment environment, String name) {
        return switch (creation) {
            case LOOKUP -> objects.find(call.caller(), environment, kind, name);
            case CREATE_IF_MISSING -> objects.getOrCreate(call.caller(), environment, kind, name);
            case CREATE_FAIL_IF_EXISTS -> objects.create(call.caller(), environment, kind, name);
            case EPHEMERAL_OBJECT -> objects.createEphemeral(call.caller(), environment, kind);
            default ->
                throw CallRejected.unsupported(
                        "A dict or queue that belongs to an app is not supported by Web Endpoints.");
        };
    }

    record Page(Environment environment, List<StateObject> objects) {}

    Uni<Page> list(Call call, StateKind kind, String environment, ListPagination page) {
        Optional<Instant> before = page.getCreatedBefore() > 0
                ? Optional.of(Timestamps.instant(page.getCreatedBefore()))
                : Optional.empty();
        int most = page.getMaxObjects() > 0 ? Math.min(page.getMaxObjects(), LARGEST_PAGE) : LARGEST_PAGE;
        return environments
                .find(call.caller(), environment)
                .chain(found ->
                        objects.list(call.caller(), found, kind, before, most).map(listed -> new Page(found, listed)));
    }

    static StateMetadata metadata(StateObject object) {
        return StateMetadata.newBuilder()
                .setName(object.name())
                .setCreationInfo(CreationInfo.newBuilder()
                        .setCreatedAt(Timestamps.seconds(object.createdAt()))
                        .setCreatedBy(object.createdBy()))
                .build();
    }
}
