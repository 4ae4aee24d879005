package dev.webendpoints.modal;

import java.util.List;

import org.junit.jupiter.api.Test;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;

import dev.webendpoints.endpoint.UrlProposal;
import dev.webendpoints.modal.generated.Function;
import dev.webendpoints.modal.generated.FunctionData;
import dev.webendpoints.modal.generated.MethodDefinition;
import dev.webendpoints.modal.generated.RankedFunction;

import static org.assertj.core.api.Assertions.assertThat;

class FunctionAnswersTest {

    private static final int UNKNOWN_FIELD = 77;

    private final Function said = Function.newBuilder()
            .setFunctionName("Model.*")
            .setMethodDefinitionsSet(true)
            .setTimeoutSecs(20)
            .setFunctionSerialized(ByteString.copyFromUtf8("code"))
            .putMethodDefinitions(
                    "info",
                    MethodDefinition.newBuilder().setFunctionName("Model.info").build())
            .setUnknownFields(UnknownFieldSet.newBuilder()
                    .addField(
                            UNKNOWN_FIELD,
                            UnknownFieldSet.Field.newBuilder().addVarint(5).build())
                    .build())
            .build();

    private final FunctionAnswers answers = new FunctionAnswers(
            "ap-1",
            "de-1",
            said,
            List.of(new UrlProposal("fu-1", "info", "http://x", true, false, List.of("http://api.example.com"))));

    @Test
    void theEchoHasFieldsThatAreNotKnownHere() {
        assertThat(answers.function().getUnknownFields().hasField(UNKNOWN_FIELD))
                .isTrue();
    }

    @Test
    void theEchoHasNoCode() {
        assertThat(answers.function().getFunctionSerialized()).isEqualTo(ByteString.EMPTY);
    }

    @Test
    void aMethodHasItsUrlInTheEcho() {
        MethodDefinition info = answers.function().getMethodDefinitionsOrThrow("info");

        assertThat(info.getWebUrl()).isEqualTo("http://x");
        assertThat(info.getWebUrlInfo().getTruncated()).isTrue();
    }

    @Test
    void aMethodHasItsDomainsInTheEcho() {
        assertThat(answers.function().getMethodDefinitionsOrThrow("info").getCustomDomainInfoList())
                .extracting(domain -> domain.getUrl())
                .containsExactly("http://api.example.com");
    }

    @Test
    void aMethodHasItsUrlInTheHandle() {
        assertThat(answers.handle().getMethodHandleMetadataOrThrow("info").getWebUrl())
                .isEqualTo("http://x");
    }

    @Test
    void theHandleNamesWhatToPublish() {
        assertThat(answers.handle().getDefinitionId()).isEqualTo("de-1");
        assertThat(answers.handle().getAppId()).isEqualTo("ap-1");
    }

    @Test
    void theDataHasTheOneFunction() {
        FunctionData data = answers.data();

        assertThat(data.getRankedFunctionsList())
                .containsExactly(RankedFunction.newBuilder()
                        .setFunction(answers.function())
                        .build());
        assertThat(data.getStartupTimeoutSecs()).isEqualTo(20);
    }
}
