package dev.webendpoints.e2e;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Calls with other options than the code declares, with one version of the Modal client. */
abstract class VariantCases extends ClientProgramFixture {

    @Override
    String program() {
        return "call_variants.py";
    }

    @Override
    void prepare(ModalCli modal) {
        modal.run("secret", "create", "--force", "variants", "WORD=hello").succeeded();
        modal.deploy(APPS.resolve("variants.py")).succeeded();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "secrets | \"hello\"",
                "replaced secrets | null",
                "timeout | \"FunctionTimeoutError: The call did not end within the function's timeout of 1 s.\"",
                "retries | 3",
                "volumes | \"written\"",
                "concurrency | [4,4,4,4]",
                "batching | [3,3,3]",
                "parameters | [3,\"hello\"]",
                "workers | [true,true]",
                "in a worker | \"ta-\"",
                "redeployed | [\"1\",\"2\"]",
            })
    void aVariantHasItsOwnOptionsAndWorkers(String name, String answer) {
        assertThat(answer(name)).hasToString(answer);
    }

    @Test
    void anOptionThatHasNoEffectHereIsRefused() {
        assertThat(answer("region").asText()).contains("cannot have these options on Web Endpoints: region=.");
    }
}
