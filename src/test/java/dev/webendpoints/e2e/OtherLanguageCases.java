package dev.webendpoints.e2e;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a program in another language gets from functions, queues and apps, with Modal's client for that language. */
abstract class OtherLanguageCases extends ClientProgramFixture {

    private static final Path CLIENTS = Path.of("src", "test", "resources", "clients");
    private static final Path EXAMPLES = Path.of("examples");

    private List<String> command;

    /** Returns the name of the language's folders. */
    abstract String language();

    /** Installs a program and the client, and returns the command that runs the program. */
    abstract List<String> install(Path source);

    @Override
    String version() {
        return ModalCli.NEWEST;
    }

    @Override
    void prepare(ModalCli modal) {
        command = install(CLIENTS.resolve(language()));
        modal.deploy(APPS.resolve("other_languages.py")).succeeded();
    }

    @Override
    ModalCli.Result run(ModalCli modal) {
        return modal.program(command);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "remote | 3",
                "keyword arguments | 5",
                "values | [null,true,1.5,\"text\",{\"a\":[1,-2]}]",
                "bytes | \"bytes b'hi'\"",
                "time | \"datetime 1970-01-02 00:00:00+00:00\"",
                "many at once | 2450",
                "large arguments | 3000000",
                "large result | 6000000",
                "spawn | [11,11,11]",
                "large arguments of spawn | 20000",
                "function by id | 5",
                "statistics | 0",
                "autoscaler | 3",
                "logs | true",
                "method | 15",
                "method of an instance | \"hello you\"",
                "method of another instance | \"HELLO HELLO YOU!\"",
                "spawn of a method | 17",
                "queue | [3,{\"number\":1},[\"two\",[3,4.5,true]]]",
                "queue partitions | [1,2,\"x\"]",
                "queue iterate | [[1,2,3],3]",
                "queue clear | 0",
                "queue with Python | [{\"job\":[1,\"two\",true]},{\"done\":{\"job\":[1,\"two\",true]}}]",
                "app | [\"deployed\",true]",
                "apps of an environment | true",
                "environments | true",
            })
    void aProgramGetsWhatItGetsOnModal(String name, String answer) {
        assertThat(answer(name)).hasToString(answer);
    }

    /** Each client has words of its own around these. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exception | ValueError('bad 1')",
                "timeout | The call did not end within the function's timeout of 1 s.",
                "get with timeout | Timeout exceeded: ",
                "cancel | The function call was canceled.",
                "unknown call | there is no function call fc-unknown, or its results are not kept any more",
                "unknown function | NotFoundError: Function 'other-languages/unknown' not found",
                "function with a URL | A webhook Function cannot be invoked for remote execution",
                "queue timeout | QueueEmptyError: ",
                "queue full | QueueFullError: ",
                "unknown queue | NotFoundError: Queue 'unknown' not found",
                "unknown secret | NotFoundError: Secret 'unknown' not found",
                "volume | NotFoundError: Volume 'by-",
                "unknown app | NotFoundError: App 'unknown' not found",
                "app without functions | which are not supported by Web Endpoints; deploy it with `modal deploy`.",
            })
    void aProgramFailsAsOnModal(String name, String words) {
        assertThat(answer(name).asText()).contains(words);
    }

    @Test
    void aFunctionHasTheUrlThatIsServed() {
        assertThat(answer("URL of a function").asText())
                .isEqualTo("http://" + SharedServer.get().host("e2e--other-languages-page"));
    }

    @Test
    void theExampleCallsFunctionsOfTheOtherExamples() {
        // Given
        ModalCli modal = ModalCli.of(version(), SharedServer.get());
        modal.deploy(EXAMPLES.resolve("fan_out.py")).succeeded();
        modal.deploy(EXAMPLES.resolve("jobs.py")).succeeded();
        List<String> example = install(EXAMPLES.resolve("clients").resolve(language()));

        // When
        String printed = modal.program(example).succeeded().output();

        // Then
        assertThat(printed).matches("2262 primes below 20000\\Rfc-\\w+: HELLO\\R");
    }
}
