package dev.webendpoints.gateway;

import java.util.OptionalInt;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DescriptorBudgetTest {

    @ParameterizedTest
    @CsvSource({
        "256, 100, , 46",
        "256, 100, 16, 70",
        "256, 240, , 1",
        "1024, 124, , 322",
        "1048576, 200, , 20000",
        "9223372036854775807, 0, 0, 20000"
    })
    void aConnectionMayTakeTwoOfWhatIsLeft(long limit, long open, Integer reserved, int allowed) {
        OptionalInt configured = reserved == null ? OptionalInt.empty() : OptionalInt.of(reserved);
        assertThat(DescriptorBudget.of(limit, open, configured).connections(20_000))
                .isEqualTo(allowed);
    }

    @Test
    void theProcessHasALimitAndOpenFiles() {
        DescriptorBudget budget = DescriptorBudget.ofProcess(OptionalInt.empty());
        assertThat(budget.open()).isPositive().isLessThan(budget.limit());
    }

    @Test
    void aNegativeReserveIsNamed() {
        assertThatThrownBy(() -> DescriptorBudget.ofProcess(OptionalInt.of(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("webendpoints.gateway.reserved-descriptors is -1; it must be 0 or more");
    }
}
