package dev.webendpoints.modal;

import java.util.UUID;

import org.junit.jupiter.api.Test;

import com.google.protobuf.ByteString;

import dev.webendpoints.modal.generated.BlobCreateRequest;
import dev.webendpoints.modal.generated.BlobCreateResponse;
import dev.webendpoints.modal.generated.Creation;
import dev.webendpoints.modal.generated.MountGetOrCreateRequest;
import dev.webendpoints.modal.generated.MountGetOrCreateResponse;
import dev.webendpoints.modal.generated.MountPutFileRequest;
import dev.webendpoints.modal.generated.MountPutFileResponse;
import dev.webendpoints.modal.generated.Namespace;
import dev.webendpoints.modal.generated.SecretGetOrCreateRequest;
import dev.webendpoints.modal.generated.TokenCreateResponse;
import dev.webendpoints.modal.generated.TokenDeleteRequest;
import dev.webendpoints.modal.generated.VolumeGetOrCreateRequest;
import dev.webendpoints.modal.generated.VolumeGetOrCreateResponse;
import dev.webendpoints.modal.generated.WebhookTokenCreateRequest;
import dev.webendpoints.source.Sha256;
import dev.webendpoints.testing.PostgresForTests;
import io.grpc.Status;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a function refers to: files, secrets, volumes, images, and tokens for its URL, each of one workspace. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class ModalContentCallsTest extends ModalCallsFixture {

    private static final int MIB = 1 << 20;

    @Test
    void aFileIsMissingUntilItIsPut() {
        byte[] content = ("content " + UUID.randomUUID()).getBytes();
        String hash = Sha256.of(content);

        assertThat(exists(hash)).isFalse();
        dev.mountPutFile(MountPutFileRequest.newBuilder()
                .setSha256Hex(hash)
                .setData(ByteString.copyFrom(content))
                .build());

        assertThat(exists(hash)).isTrue();
    }

    @Test
    void aMessageOfFortyMebibytesComesIn() {
        byte[] content = new byte[40 * MIB];

        MountPutFileResponse answer = dev.mountPutFile(MountPutFileRequest.newBuilder()
                .setSha256Hex(Sha256.of(content))
                .setData(ByteString.copyFrom(content))
                .build());

        assertThat(answer.getExists()).isTrue();
    }

    @Test
    void theClientsOwnPackageNeedsNoUpload() {
        MountGetOrCreateResponse mount = dev.mountGetOrCreate(MountGetOrCreateRequest.newBuilder()
                .setDeploymentName("modal-client-mount-1.6.4")
                .setNamespace(Namespace.GLOBAL)
                .build());

        assertThat(mount.getMountId()).isEqualTo(ClientMount.ID);
    }

    @Test
    void anUploadGoesToWhereTheClientReachedTheServer() {
        BlobCreateResponse blob = dev.blobCreate(BlobCreateRequest.newBuilder()
                .setContentSha256Base64("ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
                .setContentLength(3)
                .build());

        assertThat(blob.getUploadUrl())
                .isEqualTo("http://localhost:" + server.getPort() + "/blobs/" + blob.getBlobId());
        assertThat(blob.getUploadUrls().getItemsList()).containsExactly(blob.getUploadUrl());
    }

    @Test
    void aSecretWithoutARequiredKeyIsNotFound() {
        dev.secretGetOrCreate(SecretGetOrCreateRequest.newBuilder()
                .setDeploymentName("keys")
                .setObjectCreationType(Creation.CREATE_OVERWRITE_IF_EXISTS)
                .putEnvDict("A", "1")
                .build());

        assertThatThrownBy(() -> dev.secretGetOrCreate(SecretGetOrCreateRequest.newBuilder()
                        .setDeploymentName("keys")
                        .addRequiredKeys("B")
                        .build()))
                .hasMessage("NOT_FOUND: Secret 'keys' is missing the key 'B'");
    }

    @Test
    void aProxyTokenIsListedWithoutItsSecretUntilItIsDeleted() {
        TokenCreateResponse created = dev.webhookTokenCreate(
                WebhookTokenCreateRequest.newBuilder().setName("ci").build());

        assertThat(tokenIds()).contains(created.getTokenId());
        dev.webhookTokenDelete(
                TokenDeleteRequest.newBuilder().setTokenId(created.getTokenId()).build());

        assertThat(tokenIds()).doesNotContain(created.getTokenId());
    }

    @Test
    void aVolumeHasOneId() {
        VolumeGetOrCreateRequest request = VolumeGetOrCreateRequest.newBuilder()
                .setDeploymentName("vol")
                .setObjectCreationType(Creation.CREATE_IF_MISSING)
                .setVersion(2)
                .build();

        VolumeGetOrCreateResponse first = dev.volumeGetOrCreate(request);

        assertThat(first.getVersion()).isEqualTo(2);
        assertThat(dev.volumeGetOrCreate(request).getVolumeId()).isEqualTo(first.getVolumeId());
    }

    @Test
    void anImageOfAnotherWorkspaceIsNotFound() {
        String theirs = image(other);
        String appId = app(dev, "borrower");

        assertStatus(() -> define(dev, appId, square().setImageId(theirs)), Status.Code.NOT_FOUND);
    }

    @Test
    void aMountOfAnotherWorkspaceIsNotFound() {
        String theirs = other.mountGetOrCreate(MountGetOrCreateRequest.newBuilder()
                        .setObjectCreationType(Creation.ANONYMOUS_OWNED_BY_APP)
                        .build())
                .getMountId();
        String appId = app(dev, "mounter");

        assertStatus(
                () -> define(dev, appId, square().setImageId(image(dev)).addMountIds(theirs)), Status.Code.NOT_FOUND);
    }

    @Test
    void aSecretOfAnotherWorkspaceIsNotFound() {
        String theirs = other.secretGetOrCreate(SecretGetOrCreateRequest.newBuilder()
                        .setDeploymentName("theirs")
                        .setObjectCreationType(Creation.CREATE_OVERWRITE_IF_EXISTS)
                        .putEnvDict("WORD", "sesame")
                        .build())
                .getSecretId();
        String appId = app(dev, "thief");

        assertStatus(
                () -> define(dev, appId, square().setImageId(image(dev)).addSecretIds(theirs)), Status.Code.NOT_FOUND);
    }
}
