package dev.webendpoints.modal;

import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.protobuf.ByteString;

import dev.webendpoints.modal.generated.ClassParameterSet;
import dev.webendpoints.modal.generated.ClassParameterValue;
import dev.webendpoints.modal.grpc.CallRejected;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BoundFunctionIdTest {

    private static final String ID = "fu-0123456789012345678901";

    private static ClassParameterValue.Builder value(String name) {
        return ClassParameterValue.newBuilder().setName(name);
    }

    private static BoundFunctionId bound(ClassParameterValue.Builder... values) {
        ClassParameterSet.Builder set = ClassParameterSet.newBuilder();
        for (ClassParameterValue.Builder each : values) {
            set.addParameters(each);
        }
        return BoundFunctionId.of(ID, set.build().toByteArray());
    }

    @Test
    void valuesAreJsonInAFixedOrder() {
        BoundFunctionId bound = bound(
                value("word").setStringValue("a-b"),
                value("count").setIntValue(7),
                value("loud").setBoolValue(true),
                value("salt").setBytesValue(ByteString.copyFromUtf8("!")));

        assertThat(bound.arguments())
                .isEqualTo("{\"count\":7,\"loud\":true,\"salt\":{\"base64\":\"IQ==\"},\"word\":\"a-b\"}");
    }

    @Test
    void theOrderOfTheValuesDoesNotMatter() {
        BoundFunctionId one = bound(value("a").setIntValue(1), value("b").setIntValue(2));
        BoundFunctionId other = bound(value("b").setIntValue(2), value("a").setIntValue(1));

        assertThat(one.text()).isEqualTo(other.text());
    }

    /** Random values, which the index of the inputs cannot compress, of three bytes for each character. */
    @Test
    void valuesThatTheIndexOfInputsCannotHoldAreRefused() {
        String word = new Random(1)
                .ints(700, 0x4E00, 0x9FFF)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());

        assertThatThrownBy(() -> bound(value("word").setStringValue(word)))
                .isInstanceOf(CallRejected.class)
                .hasMessageContaining("may have at most 2000 bytes");
    }

    @Test
    void theIdContainsTheValues() {
        BoundFunctionId bound = bound(value("word").setStringValue("a-b"));

        assertThat(BoundFunctionId.parse(bound.text())).isEqualTo(bound);
    }

    /** The client takes what follows a second dash for damage. */
    @Test
    void theIdHasOneDash() {
        assertThat(bound(value("word").setStringValue("???>>>~~~---"))
                        .text()
                        .chars()
                        .filter(c -> c == '-'))
                .hasSize(1);
    }

    @Test
    void theIdContainsTheVariant() {
        BoundFunctionId variant = bound(value("word").setStringValue("a-b")).with("0123456789abcdef".repeat(2));

        assertThat(BoundFunctionId.parse(variant.text())).isEqualTo(variant);
    }

    @Test
    void aVariantNeedsNoValues() {
        BoundFunctionId variant = bound().with("0123456789abcdef".repeat(2));

        assertThat(BoundFunctionId.parse(variant.text())).isEqualTo(variant);
    }

    /** Clients send the pickled arguments of a class without parameters: there are none. */
    @Test
    void noPickledArgumentsAreNoValues() {
        byte[] nothing = HexFormat.of().parseHex("80049506000000000000" + "00297d9486942e");

        assertThat(BoundFunctionId.of(ID, nothing).text()).isEqualTo(ID);
    }

    @Test
    void withoutValuesTheIdIsThatOfTheClass() {
        assertThat(bound().text()).isEqualTo(ID);
    }

    @Test
    void aPickledValueIsRefused() {
        assertThatThrownBy(() -> bound(value("a").setPickleValue(ByteString.copyFromUtf8("x"))))
                .isInstanceOf(CallRejected.class)
                .hasMessageContaining("modal.parameter()");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".!", ".bm8ganNvbg==", ".WzFd"})
    void damagedValuesAreRefused(String values) {
        assertThatThrownBy(() -> BoundFunctionId.parse(ID + values))
                .isInstanceOf(CallRejected.class)
                .hasMessageContaining("does not contain the values");
    }
}
