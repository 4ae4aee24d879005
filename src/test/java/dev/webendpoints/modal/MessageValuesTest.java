package dev.webendpoints.modal;

import org.junit.jupiter.api.Test;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.webendpoints.modal.generated.FunctionOptions;
import dev.webendpoints.modal.generated.GpuConfig;
import dev.webendpoints.modal.generated.Resources;

import static org.assertj.core.api.Assertions.assertThat;

class MessageValuesTest {

    @Test
    void messagesWithoutValuesSayNothing() {
        FunctionOptions options = FunctionOptions.newBuilder()
                .setResources(Resources.newBuilder().setGpuConfig(GpuConfig.getDefaultInstance()))
                .build();

        assertThat(MessageValues.isThere(options)).isFalse();
    }

    @Test
    void aValueInAMessageInAMessageIsFound() {
        FunctionOptions options = FunctionOptions.newBuilder()
                .setResources(Resources.newBuilder()
                        .setGpuConfig(GpuConfig.newBuilder().setGpuType("H100")))
                .build();

        assertThat(MessageValues.isThere(options)).isTrue();
    }

    @Test
    void aFieldThatIsUnknownHereCounts() throws InvalidProtocolBufferException {
        byte[] maxContainers = {40, 1};

        assertThat(MessageValues.isThere(FunctionOptions.parseFrom(maxContainers)))
                .isTrue();
    }
}
