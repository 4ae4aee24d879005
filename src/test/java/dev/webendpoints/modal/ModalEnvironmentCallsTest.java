package dev.webendpoints.modal;

import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.google.protobuf.Empty;
import com.google.protobuf.StringValue;

import dev.webendpoints.modal.generated.AppCreateRequest;
import dev.webendpoints.modal.generated.AppListRequest;
import dev.webendpoints.modal.generated.AppStateCode;
import dev.webendpoints.modal.generated.Creation;
import dev.webendpoints.modal.generated.DictGetOrCreateRequest;
import dev.webendpoints.modal.generated.DictListRequest;
import dev.webendpoints.modal.generated.EnvironmentCreateRequest;
import dev.webendpoints.modal.generated.EnvironmentDeleteRequest;
import dev.webendpoints.modal.generated.EnvironmentUpdateRequest;
import dev.webendpoints.modal.generated.FunctionCreateResponse;
import dev.webendpoints.modal.generated.FunctionGetRequest;
import dev.webendpoints.modal.generated.SecretGetOrCreateRequest;
import dev.webendpoints.modal.generated.SecretListRequest;
import dev.webendpoints.modal.generated.VolumeGetOrCreateRequest;
import dev.webendpoints.modal.generated.VolumeListRequest;
import io.grpc.Status;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;

/** Environments that are changed and deleted, with what is in them. */
@QuarkusTest
class ModalEnvironmentCallsTest extends ModalCallsFixture {

    private String name;

    @BeforeEach
    void anEnvironment() {
        name = "e" + UUID.randomUUID().toString().substring(0, 8);
        create(name);
    }

    @AfterEach
    void noEnvironment() {
        dev.environmentList(Empty.getDefaultInstance()).getItemsList().stream()
                .filter(item -> item.getName().startsWith(name))
                .forEach(item -> delete(item.getName()));
    }

    private void create(String environment) {
        client.as("ak-dev", "as-dev")
                .environmentCreate(EnvironmentCreateRequest.newBuilder()
                        .setName(environment)
                        .build());
    }

    private void delete(String environment) {
        client.as("ak-dev", "as-dev")
                .environmentDelete(EnvironmentDeleteRequest.newBuilder()
                        .setName(environment)
                        .build());
    }

    private EnvironmentUpdateRequest.Builder update() {
        return EnvironmentUpdateRequest.newBuilder().setCurrentName(name);
    }

    private String app() {
        return dev.appCreate(AppCreateRequest.newBuilder()
                        .setDescription("app")
                        .setEnvironmentName(name)
                        .setAppState(AppStateCode.INITIALIZING)
                        .build())
                .getAppId();
    }

    private void deployed() {
        String app = app();
        publish(dev, app, "app", define(dev, app));
    }

    private String url(String environment) {
        return dev.functionGet(FunctionGetRequest.newBuilder()
                        .setAppName("app")
                        .setObjectTag("square")
                        .setEnvironmentName(environment)
                        .build())
                .getHandleMetadata()
                .getWebUrl();
    }

    @Test
    void whatWasInADeletedEnvironmentIsNotInTheNextOfItsName() {
        // Given
        deployed();
        dev.dictGetOrCreate(DictGetOrCreateRequest.newBuilder()
                .setDeploymentName("dict")
                .setEnvironmentName(name)
                .setObjectCreationType(Creation.CREATE_IF_MISSING)
                .build());
        dev.secretGetOrCreate(SecretGetOrCreateRequest.newBuilder()
                .setDeploymentName("secret")
                .setEnvironmentName(name)
                .setObjectCreationType(Creation.CREATE_IF_MISSING)
                .build());
        dev.volumeGetOrCreate(VolumeGetOrCreateRequest.newBuilder()
                .setDeploymentName("volume")
                .setEnvironmentName(name)
                .setObjectCreationType(Creation.CREATE_IF_MISSING)
                .build());

        // When
        delete(name);
        create(name);

        // Then
        assertThat(dev.appList(AppListRequest.newBuilder()
                                        .setEnvironmentName(name)
                                        .build())
                                .getAppsCount()
                        + dev.dictList(DictListRequest.newBuilder()
                                        .setEnvironmentName(name)
                                        .build())
                                .getDictsCount()
                        + dev.secretList(SecretListRequest.newBuilder()
                                        .setEnvironmentName(name)
                                        .build())
                                .getItemsCount()
                        + dev.volumeList(VolumeListRequest.newBuilder()
                                        .setEnvironmentName(name)
                                        .build())
                                .getItemsCount())
                .isZero();
    }

    @Test
    void anAppOfADeletedEnvironmentIsStopped() {
        // Given
        String app = app();
        FunctionCreateResponse function = define(dev, app);

        // When
        delete(name);

        // Then
        assertStatus(() -> publish(dev, app, "app", function), Status.Code.FAILED_PRECONDITION);
    }

    @Test
    void anotherWorkspaceDeletesNoEnvironment() {
        assertStatus(
                () -> other.environmentDelete(
                        EnvironmentDeleteRequest.newBuilder().setName(name).build()),
                Status.Code.NOT_FOUND);
    }

    @Test
    void anotherWorkspaceChangesNoEnvironment() {
        assertStatus(
                () -> other.environmentUpdate(
                        update().setName(StringValue.of("mine")).build()),
                Status.Code.NOT_FOUND);
    }

    @Test
    void aRenameKeepsTheUrls() {
        // Given
        deployed();
        String before = url(name);

        // When
        dev.environmentUpdate(update().setName(StringValue.of(name + "-new")).build());

        // Then
        assertThat(url(name + "-new")).isEqualTo(before);
    }

    @Test
    void aNewSuffixMovesTheUrls() {
        // Given
        deployed();

        // When
        dev.environmentUpdate(
                update().setWebSuffix(StringValue.of(name + "-moved")).build());

        // Then
        assertThat(url(name)).isEqualTo("http://dev-" + name + "-moved--app-square.localhost:8090");
    }

    @Test
    void aNameThatIsTakenIsRefused() {
        assertStatus(
                () -> dev.environmentUpdate(
                        update().setName(StringValue.of("main")).build()),
                Status.Code.ALREADY_EXISTS);
    }

    @Test
    void theEmptySuffixOfAnotherEnvironmentIsRefused() {
        assertStatus(
                () -> dev.environmentUpdate(
                        update().setWebSuffix(StringValue.of("")).build()),
                Status.Code.ALREADY_EXISTS);
    }

    @Test
    void anEnvironmentIsNotCreatedTwice() {
        assertStatus(() -> create(name), Status.Code.ALREADY_EXISTS);
    }

    @Test
    void aRestrictedEnvironmentIsRefused() {
        assertStatus(
                () -> dev.environmentCreate(EnvironmentCreateRequest.newBuilder()
                        .setName(name + "-roles")
                        .setIsManaged(true)
                        .build()),
                Status.Code.UNIMPLEMENTED);
    }
}
