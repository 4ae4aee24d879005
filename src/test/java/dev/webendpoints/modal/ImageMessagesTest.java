package dev.webendpoints.modal;

import org.junit.jupiter.api.Test;

import dev.webendpoints.modal.generated.GpuConfig;
import dev.webendpoints.modal.generated.Image;
import dev.webendpoints.modal.generated.ImageGetOrCreateRequest;
import dev.webendpoints.modal.grpc.CallRejected;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ImageMessagesTest {

    @Test
    void secretsOfALayerAreRefused() {
        ImageGetOrCreateRequest request = ImageGetOrCreateRequest.newBuilder()
                .setImage(Image.newBuilder().addSecretIds("st-1"))
                .build();

        assertThatThrownBy(() -> ImageMessages.definition(request, GpuPolicy.REFUSE))
                .isInstanceOf(CallRejected.class)
                .hasMessageContaining("secrets=");
    }

    @Test
    void allReasonsOfALayerAreTold() {
        ImageGetOrCreateRequest request = withGpu(Image.newBuilder().addSecretIds("st-1"));

        assertThatThrownBy(() -> ImageMessages.definition(request, GpuPolicy.REFUSE))
                .hasMessageContaining("gpu=")
                .hasMessageContaining("secrets=");
    }

    @Test
    void theGpuOfALayerIsIgnoredWhereTheOperatorSaysSo() {
        ImageGetOrCreateRequest request = withGpu(Image.newBuilder().addDockerfileCommands("FROM python:3.11"));

        assertThat(ImageMessages.definition(request, GpuPolicy.IGNORE).commands())
                .containsExactly("FROM python:3.11");
    }

    private static ImageGetOrCreateRequest withGpu(Image.Builder image) {
        return ImageGetOrCreateRequest.newBuilder()
                .setImage(image.setGpuConfig(GpuConfig.newBuilder().setCount(1)))
                .build();
    }
}
