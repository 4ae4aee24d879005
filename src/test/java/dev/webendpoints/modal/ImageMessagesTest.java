package dev.webendpoints.modal;

import org.junit.jupiter.api.Test;

import dev.webendpoints.modal.generated.Image;
import dev.webendpoints.modal.generated.ImageGetOrCreateRequest;
import dev.webendpoints.modal.grpc.CallRejected;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ImageMessagesTest {

    @Test
    void secretsOfALayerAreRefused() {
        ImageGetOrCreateRequest request = ImageGetOrCreateRequest.newBuilder()
                .setImage(Image.newBuilder().addSecretIds("st-1"))
                .build();

        assertThatThrownBy(() -> ImageMessages.definition(request))
                .isInstanceOf(CallRejected.class)
                .hasMessageContaining("secrets=");
    }
}
