package dev.webendpoints.modal;

import java.util.Optional;

import dev.webendpoints.app.App;
import dev.webendpoints.app.AppState;
import dev.webendpoints.modal.generated.AppLifecycle;
import dev.webendpoints.modal.generated.AppStateCode;
import dev.webendpoints.modal.grpc.CallRejected;

/** Converts the state of an app to and from the client's messages. */
final class AppStates {

    private AppStates() {}

    static AppStateCode code(AppState state) {
        return AppStateCode.valueOf(state.name());
    }

    /** Empty if the state is unchanged. */
    static Optional<AppState> wanted(AppStateCode code) {
        return switch (code) {
            case UNCHANGED -> Optional.empty();
            case INITIALIZING -> Optional.of(AppState.INITIALIZING);
            case EPHEMERAL -> Optional.of(AppState.EPHEMERAL);
            case DETACHED -> Optional.of(AppState.DETACHED);
            case DEPLOYED -> Optional.of(AppState.DEPLOYED);
            default ->
                throw CallRejected.invalid("An app can be created or published as INITIALIZING, EPHEMERAL, DETACHED or"
                        + " DEPLOYED, not as " + code + ".");
        };
    }

    static AppLifecycle lifecycle(App app) {
        return AppLifecycle.newBuilder()
                .setAppState(code(app.state))
                .setCreatedAt(Timestamps.seconds(app.createdAt))
                .setCreatedBy(app.createdBy)
                .setDeployedAt(Timestamps.seconds(app.deployedAt))
                .setDeployedBy(Optional.ofNullable(app.deployedBy).orElse(""))
                .setVersion(app.version)
                .setStoppedAt(Timestamps.seconds(app.stoppedAt))
                .setStoppedBy(Optional.ofNullable(app.stoppedBy).orElse(""))
                .build();
    }
}
