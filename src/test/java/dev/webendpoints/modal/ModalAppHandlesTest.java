package dev.webendpoints.modal;

import org.junit.jupiter.api.Test;

import dev.webendpoints.modal.generated.AppGetOrCreateRequest;
import dev.webendpoints.modal.generated.AppGetOrCreateResponse;
import dev.webendpoints.modal.generated.AppStopRequest;
import dev.webendpoints.modal.generated.Creation;
import io.grpc.Status;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;

/** Apps as the clients for JavaScript and Go look them up; the whole way is in {@code GoClientIT}. */
@QuarkusTest
class ModalAppHandlesTest extends ModalCallsFixture {

    private static AppGetOrCreateRequest named(String name, Creation creation) {
        return AppGetOrCreateRequest.newBuilder()
                .setAppName(name)
                .setObjectCreationType(creation)
                .build();
    }

    @Test
    void aDeployedAppIsFoundWithItsFunctions() {
        Deployed deployed = deploy(dev, "handle");

        AppGetOrCreateResponse answer = dev.appGetOrCreate(named("handle", Creation.CREATE_IF_MISSING));

        assertThat(answer.getHandleMetadata().getFunctionsMap()).containsEntry("square", deployed.functionId());
    }

    @Test
    void anAppOfAnotherWorkspaceIsNotFound() {
        deploy(dev, "foreign-handle");

        assertStatus(() -> other.appGetOrCreate(named("foreign-handle", Creation.LOOKUP)), Status.Code.NOT_FOUND);
    }

    @Test
    void aStoppedAppIsNotFound() {
        Deployed deployed = deploy(dev, "stopped-handle");
        dev.appStop(AppStopRequest.newBuilder().setAppId(deployed.appId()).build());

        assertStatus(() -> dev.appGetOrCreate(named("stopped-handle", Creation.LOOKUP)), Status.Code.NOT_FOUND);
    }

    @Test
    void anAppWithoutFunctionsIsNotCreated() {
        assertStatus(
                () -> dev.appGetOrCreate(named("empty-handle", Creation.CREATE_IF_MISSING)), Status.Code.UNIMPLEMENTED);
    }
}
