package dev.webendpoints.app;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.webendpoints.function.FunctionSpec.Parameter;
import dev.webendpoints.function.ParameterType;

import static org.assertj.core.api.Assertions.assertThat;

class ParameterListTest {

    @Test
    void whatIsWrittenIsRead() {
        List<Parameter> parameters = List.of(
                new Parameter("root", ParameterType.STR, true), new Parameter("size", ParameterType.INT, false));

        assertThat(ParameterList.read(ParameterList.write(parameters))).isEqualTo(parameters);
    }

    @Test
    void noneIsNone() {
        assertThat(ParameterList.read(ParameterList.write(List.of()))).isEmpty();
    }
}
