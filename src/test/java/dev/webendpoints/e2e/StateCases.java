package dev.webendpoints.e2e;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Dicts and queues with one version of the Modal client. */
abstract class StateCases extends ClientProgramFixture {

    @Override
    String program() {
        return "state_cases.py";
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
        assertThat(answer(name)).hasToString(answer);
    }
}
