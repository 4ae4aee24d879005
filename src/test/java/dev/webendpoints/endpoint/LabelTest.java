package dev.webendpoints.endpoint;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.webendpoints.failure.InvalidRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LabelTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a1",
                "1a",
                "with-dash",
                "a--b",
                "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz01234567890"
            })
    void aLabelOfTheRightCharactersIsTakenAsItIs(String label) {
        assertThat(Label.check(label)).isEqualTo(label);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-a",
                "a-",
                "123",
                "Upper",
                "with_underscore",
                "dotted.name",
                "ümlaut",
                "a b",
                "line\n",
                "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz0123456789ab"
            })
    void anyOtherLabelIsRefusedWithTheRule(String label) {
        assertThatThrownBy(() -> Label.check(label))
                .isInstanceOf(InvalidRequest.class)
                .hasMessage("'" + label + "' is not a valid label: " + Label.RULE);
    }

    @ParameterizedTest
    @CsvSource({
        "text_to_speech,flask_app,text-to-speech-flask-app",
        "My App,f,my-app-f",
        "a.b,c,a-b-c",
        "_a,f_,a-f",
        "_,_,endpoint"
    })
    void aFunctionsLabelIsMadeOfTheNamesOfAppAndFunction(String app, String function, String label) {
        assertThat(Label.generated(app, function)).isEqualTo(label);
    }

    @Test
    void aMethodsLabelHasTheClassNameInLowerCaseWithoutSeparators() {
        assertThat(Label.generated("vton", "FashnInferenceService", "health"))
                .isEqualTo("vton-fashninferenceservice-health");
    }
}
