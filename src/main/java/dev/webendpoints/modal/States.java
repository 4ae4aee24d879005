package dev.webendpoints.modal;

import java.util.Optional;

import dev.webendpoints.app.App;
import dev.webendpoints.app.AppState;
import dev.webendpoints.modal.generated.AppLifecycle;
import dev.webendpoints.modal.generated.AppStateCode;

/** Converts the state of an app to and from the client's messages. */
final class States {

    private States() {}

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
                throw Refused.invalid("An app can be created or published as INITIALIZING, EPHEMERAL, DETACHED or"
                        + " DEPLOYED, not as " + code + ".");
        };
    }

    static AppLifecycle lifecycle(App app) {
        return AppLifecycle.newBuilder()
                .setAppState(code(app.state))
                .setCreatedAt(Times.seconds(app.createdAt))
                .setCreatedBy(app.createdBy)
                .setDeployedAt(Times.seconds(app.deployedAt))
                .setDeployedBy(Optional.ofNullable(app.deployedBy).orElse(""))
                .setVersion(app.version)
                .setStoppedAt(Times.seconds(app.stoppedAt))
                .setStoppedBy(Optional.ofNullable(app.stoppedBy).orElse(""))
                .build();
    }
}
