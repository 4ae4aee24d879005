package dev.webendpoints.worker;

import org.junit.jupiter.api.Test;

import dev.webendpoints.function.FunctionKey;

import static org.assertj.core.api.Assertions.assertThat;

/** Classes with parameters: a pool for each combination of values, and a bound on them. */
class ArgumentsTest {

    private final PoolsFixture house = new PoolsFixture();
    private final FunctionKey plain = house.deploy("de-1");

    @Test
    void otherValuesHaveOtherWorkers() {
        house.serve(with("{\"x\":1}"));

        house.call(with("{\"x\":2}"));

        assertThat(house.runtime.started).hasSize(2);
    }

    @Test
    void equalValuesShareAWorker() {
        house.serve(with("{\"x\":1}"));

        PoolsFixture.Caller caller = house.call(with("{\"x\":1}"));

        assertThat(caller.lease).isNotNull();
    }

    @Test
    void thePoolsOfAFunctionAreCountedTogether() {
        house.serve(with("{\"x\":1}"));
        house.serve(with("{\"x\":2}"));

        assertThat(house.pools.counts("fu-1").ready()).isEqualTo(2);
    }

    @Test
    void pastTheBoundACombinationIsRefusedWhileAllOthersHaveWorkers() {
        for (int x = 0; x < 100; x++) {
            house.serve(with("{\"x\":" + x + "}"));
        }

        PoolsFixture.Caller caller = house.call(with("{\"x\":100}"));

        assertThat(caller.refusal.message())
                .isEqualTo("100 combinations of this function's parameters and options are in use, and no more may be");
    }

    @Test
    void aCombinationWithoutWorkersMakesRoom() {
        for (int x = 0; x < 100; x++) {
            house.serve(with("{\"x\":" + x + "}"));
        }
        house.pass(PoolsFixture.WINDOW);
        house.runtime.started.forEach(worker -> worker.events.onExited("told to"));

        PoolsFixture.Caller caller = house.call(with("{\"x\":100}"));

        assertThat(caller.waits()).isTrue();
    }

    @Test
    void aRetiredFunctionEndsAllItsPools() {
        house.serve(with("{\"x\":1}"));
        house.serve(with("{\"x\":2}"));

        house.pools.retire("fu-1");

        assertThat(house.pools.counts("fu-1").ready()).isZero();
    }

    private FunctionKey with(String arguments) {
        FunctionKey key = new FunctionKey(plain.functionId(), plain.definitionId(), arguments);
        house.versions.put(key, house.versions.get(plain));
        return key;
    }
}
