package dev.webendpoints.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Each way in which a program calls functions, with one version of the Modal client. */
abstract class InvocationCases extends ClientProgramFixture {

    @Override
    String program() {
        return "call_functions.py";
    }

    @Override
    void prepare(ModalCli modal) {
        modal.deploy(APPS.resolve("functions.py")).succeeded();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "remote | 3",
                "remote of async | 2",
                "remote.aio | [1,2,3,4,5]",
                "exception | \"ValueError: bad 1\"",
                "traceback | true",
                "remote_gen | [0,1,4,9,16]",
                "remote_gen of async | [\"a\",\"b\",\"c\"]",
                "timeout | \"FunctionTimeoutError: The call did not end within the function's timeout of 1 s.\"",
                "retries | 3",
                "method | 15",
                "method generator | [10,11,12]",
                "method of an instance | \"hello you\"",
                "method of another instance | \"HELLO HELLO YOU!\"",
                "map of an instance | [\"hi a\",\"hi b\"]",
                "map with exceptions | [\"ValueError\",\"ValueError\",\"ValueError\"]",
                "starmap | [3,7]",
                "for_each | null",
                "spawn_map | null",
                "spawn | [11,11,11]",
                "gather | [1,2,3]",
                "cancel | \"RemoteError: The function call was canceled.\"",
                "ids | [true,true]",
                "call graph | [\"add\",\"functions\",\"SUCCESS\",true]",
                "batch | [\"0a of 8\",\"1b of 8\",\"2c of 8\",\"3d of 8\",\"4e of 8\",\"5f of 8\",\"6g of 8\",\"7h of 8\"]",
                "batch of one | \"1a of 1\"",
                "batch that fails | [\"bad [0, 1, 2]\",\"bad [0, 1, 2]\",\"bad [0, 1, 2]\"]",
                "batch that is canceled | [\"RemoteError\",\"RemoteError\",\"go on\",\"too\"]",
                "batched method | 5050",
                "recursion | 24",
                "recursion without another worker | true",
                "a worker without a call | 1",
                "large result | 5000000",
                "large arguments | 5000000",
                "large arguments of spawn | 20000",
                "a worker that dies | 1",
                "read-only volume | \"OSError: [Errno 30] Read-only file system: '/data/written'\"",
                "statistics | 0",
            })
    void aCallEndsAsOnModal(String name, String answer) {
        assertThat(answer(name)).hasToString(answer);
    }

    @ParameterizedTest
    @CsvSource({
        "get with timeout, TimeoutError",
        "unknown call, NotFoundError",
        "a worker that dies again and again, RemoteError: The worker that ran this input ended 3 times: it exited with status 9."
    })
    void aCallFailsAsOnModal(String name, String failure) {
        assertThat(answer(name).asText()).startsWith(failure);
    }

    @Test
    void aMapKeepsTheOrderOfItsInputs() {
        List<Integer> found = new ArrayList<>();
        answer("map").forEach(number -> found.add(number.asInt()));
        assertThat(found).isEqualTo(IntStream.rangeClosed(1, 100).boxed().toList());
    }
}
