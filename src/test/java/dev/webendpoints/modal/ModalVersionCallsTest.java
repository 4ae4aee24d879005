package dev.webendpoints.modal;

import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

import dev.webendpoints.modal.generated.AppDeploymentHistoryItem;
import dev.webendpoints.modal.generated.AppDeploymentHistoryRequest;
import dev.webendpoints.modal.generated.AppPromoteRequest;
import dev.webendpoints.modal.generated.AppPublishRequest;
import dev.webendpoints.modal.generated.AppPublishResponse;
import dev.webendpoints.modal.generated.AppRollbackRequest;
import dev.webendpoints.modal.generated.AppRolloverRequest;
import dev.webendpoints.modal.generated.AppStateCode;
import dev.webendpoints.modal.generated.DeploymentType;
import dev.webendpoints.modal.generated.Function;
import dev.webendpoints.modal.generated.FunctionCreateResponse;
import dev.webendpoints.modal.generated.SecretDeleteRequest;
import dev.webendpoints.modal.generated.SecretGetOrCreateRequest;
import dev.webendpoints.modal.generated.Warning;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

/** The calls that publish a stored version again. */
@QuarkusTest
class ModalVersionCallsTest extends ModalCallsFixture {

    private String name;
    private Deployed deployed;

    @BeforeEach
    void aFirstVersion(TestInfo test) {
        name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
        deployed = deploy(dev, name);
    }

    private AppPublishResponse deployAgain(Function.Builder function, boolean staged) {
        FunctionCreateResponse created = define(dev, deployed.appId(), function.setImageId(image(dev)));
        return client.as("ak-dev", "as-dev")
                .appPublish(AppPublishRequest.newBuilder()
                        .setAppId(deployed.appId())
                        .setName(name)
                        .setAppState(AppStateCode.DEPLOYED)
                        .setStaged(staged)
                        .putFunctionIds("square", created.getFunctionId())
                        .build());
    }

    private static Function.Builder withTimeout(int seconds) {
        return square().setTimeoutSecs(seconds);
    }

    private AppRollbackRequest rollback(int version) {
        return AppRollbackRequest.newBuilder()
                .setAppId(deployed.appId())
                .setVersion(version)
                .build();
    }

    private AppRolloverRequest rollover() {
        return AppRolloverRequest.newBuilder().setAppId(deployed.appId()).build();
    }

    private AppPromoteRequest promote(int version) {
        return AppPromoteRequest.newBuilder()
                .setAppId(deployed.appId())
                .setVersion(version)
                .build();
    }

    private List<AppDeploymentHistoryItem> history() {
        return dev.appDeploymentHistory(AppDeploymentHistoryRequest.newBuilder()
                        .setAppId(deployed.appId())
                        .build())
                .getAppDeploymentHistoriesList();
    }

    private int servedTimeout() {
        return dev.functionGet(get(name)).getFunction().getTimeoutSecs();
    }

    @Test
    void aRollbackServesTheDefinitionOfTheEarlierVersion() {
        // Given
        int timeout = servedTimeout();
        deployAgain(withTimeout(77), false);
        // When
        dev.appRollback(rollback(1));
        // Then
        assertThat(servedTimeout()).isEqualTo(timeout);
    }

    @Test
    void theHistorySaysWhatEachVersionIs() {
        // Given
        deployAgain(withTimeout(77), false);
        deployAgain(withTimeout(78), true);
        // When
        dev.appRollback(rollback(1));
        dev.appRollover(rollover());
        dev.appPromote(promote(3));
        // Then
        assertThat(history())
                .extracting(
                        AppDeploymentHistoryItem::getVersion,
                        AppDeploymentHistoryItem::getDeploymentType,
                        AppDeploymentHistoryItem::getRollbackVersion,
                        AppDeploymentHistoryItem::getRollbackAllowed)
                .containsExactly(
                        tuple(6, DeploymentType.DEPLOYMENT_TYPE_PROMOTION, 3, false),
                        tuple(5, DeploymentType.DEPLOYMENT_TYPE_ROLLOVER, 4, true),
                        tuple(4, DeploymentType.DEPLOYMENT_TYPE_ROLLBACK, 1, true),
                        tuple(3, DeploymentType.DEPLOYMENT_TYPE_STAGED, 0, false),
                        tuple(2, DeploymentType.DEPLOYMENT_TYPE_STANDARD, 0, true),
                        tuple(1, DeploymentType.DEPLOYMENT_TYPE_STANDARD, 0, true));
    }

    @Test
    void theServedVersionIsTheFirstOfTheHistory() {
        // When
        deployAgain(withTimeout(77), true);
        // Then
        assertThat(history()).extracting(AppDeploymentHistoryItem::getVersion).containsExactly(1, 2);
    }

    @Test
    void aStagedDeployTellsHowToPromoteIt() {
        // When
        AppPublishResponse staged = deployAgain(withTimeout(77), true);
        // Then
        assertThat(staged.getServerWarningsList())
                .extracting(Warning::getMessage)
                .containsExactly("v2 is staged and not served yet: `modal app promote " + name + " v2` publishes it.");
    }

    @Test
    void aPromotedVersionIsServed() {
        // Given
        deployAgain(withTimeout(77), true);
        // When
        dev.appPromote(promote(2));
        // Then
        assertThat(servedTimeout()).isEqualTo(77);
    }

    @Test
    void aRolloverKeepsTheUrlAndTheFunction() {
        // Given
        String url = dev.functionGet(get(name)).getHandleMetadata().getWebUrl();
        // When
        dev.appRollover(rollover());
        // Then
        assertThat(dev.functionGet(get(name)).getFunctionId()).isEqualTo(deployed.functionId());
        assertThat(dev.functionGet(get(name)).getHandleMetadata().getWebUrl()).isEqualTo(url);
    }

    @Test
    void aVersionWhoseSecretIsGoneIsNamed() {
        // Given
        String secret = dev.secretGetOrCreate(SecretGetOrCreateRequest.newBuilder()
                        .setDeploymentName(name)
                        .setObjectCreationTypeValue(1)
                        .putEnvDict("KEY", "value")
                        .build())
                .getSecretId();
        deployAgain(withTimeout(77).addSecretIds(secret), false);
        deployAgain(withTimeout(78), false);
        dev.secretDelete(SecretDeleteRequest.newBuilder().setSecretId(secret).build());
        // When, Then
        assertThatThrownBy(() -> dev.appRollback(rollback(2)))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("v2 cannot be published again")
                .hasMessageContaining(secret);
    }

    @Test
    void anotherWorkspaceRollsNothingBack() {
        assertStatus(() -> other.appRollback(rollback(1)), Status.Code.NOT_FOUND);
    }

    @Test
    void anotherWorkspaceRollsNothingOver() {
        assertStatus(() -> other.appRollover(rollover()), Status.Code.NOT_FOUND);
    }

    @Test
    void anotherWorkspacePromotesNothing() {
        assertStatus(() -> other.appPromote(promote(1)), Status.Code.NOT_FOUND);
    }
}
