package dev.webendpoints.worker;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SerialExecutorTest {

    private final SerialExecutor executor = new SerialExecutor();
    private final List<String> told = new ArrayList<>();

    @Test
    void aChangeThatThrowsStillTellsWhatItDecidedBefore() {
        assertThatThrownBy(() -> executor.run(() -> {
                    executor.afterUnlock(() -> told.add("granted"));
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");

        assertThat(told).containsExactly("granted");
    }
}
