package dev.webendpoints.endpoint;

import java.util.Random;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HostnameTest {

    @Test
    void aShortHostnameIsSourceAndLabel() {
        assertThat(Hostname.of("ecorp-prod", "text-to-speech-flask-app", ""))
                .isEqualTo(new Hostname("ecorp-prod--text-to-speech-flask-app", false));
    }

    @Test
    void aServedAppsHostnameEndsInTheDevSuffix() {
        assertThat(Hostname.of("dev", "hello", "dev").value()).isEqualTo("dev--hello-dev");
    }

    @Test
    void exactly63CharactersStay() {
        assertThat(Hostname.of("dev", "a".repeat(58), "")).isEqualTo(new Hostname("dev--" + "a".repeat(58), false));
    }

    /** The names of a production URL of Modal; modal-behaviour §1.5. */
    @Test
    void aLongHostnameIsCutAndHashedAsModalDoesIt() {
        assertThat(Hostname.of("varun-c-blr", "stable-diffusion-2-1-cached-watermarked-gradio-app", "dev")
                        .value())
                .isEqualTo("varun-c-blr--stable-diffusion-2-1-cached-watermarked-5f0e44-dev");
    }

    @Test
    void deployedAndServedHostnamesOfOneFunctionCarryTheSameHash() {
        String label = "a".repeat(70);
        String deployed = Hostname.of("dev", label, "").value();
        String served = Hostname.of("dev", label, "dev").value();
        assertThat(served.substring(served.length() - 10, served.length() - 4))
                .isEqualTo(deployed.substring(deployed.length() - 6));
    }

    @RepeatedTest(200)
    void noHostnameIsLongerThanADnsLabelMayBe(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        String source = "s".repeat(1 + random.nextInt(40));
        String label = "l".repeat(1 + random.nextInt(120));
        String suffix = "x".repeat(random.nextInt(9));
        assertThat(Hostname.of(source, label, suffix).value()).hasSizeLessThanOrEqualTo(63);
    }
}
