package dev.webendpoints.modal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.webendpoints.modal.generated.CommitInfo;
import dev.webendpoints.modal.grpc.ClientVersion;

import static org.assertj.core.api.Assertions.assertThat;

/** Error messages for calls that this server refuses, and the small conversions. */
class SentencesTest {

    @ParameterizedTest
    @CsvSource({
        "SandboxCreateV2,Sandboxes are not supported",
        "TunnelStart,modal.forward",
        "SharedVolumeGetOrCreate,modal.Volume",
        "FunctionRetryInputs,.remote()",
        "TaskGetCommandRouterAccess,modal container logs",
        "MetricsGetInfo,modal function stats",
        "NeverHeardOf,NeverHeardOf is not supported"
    })
    void aCallThatIsNotAnsweredHasASentence(String rpc, String words) {
        assertThat(UnsupportedCalls.sentence(rpc)).contains(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SandboxCreate", "FunctionCallList", "VolumeList", "Odd"})
    void aSentenceIsPlainAscii(String rpc) {
        assertThat(UnsupportedCalls.sentence(rpc)).matches("[ -~&&[^%]]+");
    }

    @ParameterizedTest
    @CsvSource({"0.77.0,2024.10", "1.0.5,2024.10", "1.1.4,2025.06", "1.6.4,2025.06", "2.0.0,2025.06"})
    void aClientIsAskedForDefinitionsThatItKnows(String version, String builder) {
        assertThat(new ClientVersion(version, "3.11.7").imageBuilderVersion()).isEqualTo(builder);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8080,localhost:8080",
        "10.0.0.7:8080,10.0.0.7:8080",
        "endpoints.lan:8080,10.0.0.7:8080",
        "endpoints.lan,10.0.0.7"
    })
    void anUploadGoesToAHostThatTheClientAccepts(String authority, String expected) {
        assertThat(UploadAuthority.of(authority, "10.0.0.7")).isEqualTo(expected);
    }

    @Test
    void aCommitIsKeptAsItWas() {
        CommitInfo commit = CommitInfo.newBuilder()
                .setVcs("git")
                .setBranch("main")
                .setCommitHash("abc")
                .setCommitTimestamp(5)
                .setDirty(true)
                .setAuthorName("A \"B\"")
                .setAuthorEmail("a@b")
                .setRepoUrl("https://r")
                .build();

        assertThat(CommitInfoJson.fromJson(CommitInfoJson.toJson(commit))).isEqualTo(commit);
    }
}
