package dev.webendpoints.e2e;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** Dicts and queues with one version of the Modal client. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StateCases {

    private final Map<String, String> answers = new HashMap<>();

    abstract String version();

    @BeforeAll
    void runAll() throws Exception {
        String printed = ModalCli.of(version(), SharedServer.get())
                .python(Path.of("src", "test", "resources", "apps", "state_cases.py")
                        .toString())
                .succeeded()
                .output();
        for (String line : printed.lines().filter(each -> each.startsWith("{")).toList()) {
            JsonNode answer = new ObjectMapper().readTree(line);
            answers.put(answer.get("case").asText(), answer.get("answer").toString());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "dict | [1,{\"two\":2},\"default\",4,false,3]",
                "dict contents | [[\"a\",\"b\",\"c\"],[\"1\",\"3\",\"{'two': 2}\"],[\"a\",\"b\",\"c\"]]",
                "dict put if absent | [true,false,1]",
                "dict missing key | \"KeyError\"",
                "dict large value | 10000000",
                "dict value too large | \"RequestSizeError\"",
                "dict of many | [2000,1999000]",
                "dict clear | 0",
                "queue | [4,1,[2,3],4,null]",
                "queue partitions | [0,2,\"y\",\"x\"]",
                "queue wait | [\"late\",true]",
                "queue timeout | \"Empty\"",
                "queue full | \"Full\"",
                "queue iterate | [[1,2,3],[1,2,3]]",
                "queue clear | 0",
                "unknown dict | \"NotFoundError\"",
            })
    void aProgramGetsWhatItGetsOnModal(String name, String answer) {
        assertThat(answers.get(name)).isEqualTo(answer);
    }
}
