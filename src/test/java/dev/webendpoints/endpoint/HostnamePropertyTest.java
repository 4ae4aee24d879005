package dev.webendpoints.endpoint;

import java.util.Random;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import dev.webendpoints.failure.InvalidRequest;
import dev.webendpoints.testing.Seeds;

import static dev.webendpoints.testing.Seeds.one;
import static dev.webendpoints.testing.Seeds.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** For any names of apps and functions and any labels, the hostname is a valid DNS label and deterministic. */
class HostnamePropertyTest {

    /** RFC 1035 §2.3.1 with RFC 1123 §2.1. */
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final String NAMES = LOWER + "ABCXYZ__--.. \u0130\u00df\u212a\u00e9\u65e5\ud83d\ude00\u0000\n";

    private static String name(Random random) {
        return text(random, NAMES, 1, one(random, 3, 20, 70));
    }

    private static String generated(Random random) {
        return random.nextBoolean()
                ? Label.generated(name(random), name(random))
                : Label.generated(name(random), name(random), name(random));
    }

    /** A source in the format of workspaces and environments. */
    private static String source(Random random) {
        String suffix = one(random, "", "-" + text(random, LOWER, 1, 20));
        return text(random, LOWER, 1, 32) + suffix;
    }

    private static String devSuffix(Random random) {
        return one(random, "", "dev", text(random, LOWER, 1, 8));
    }

    @Test
    void theLabelOfAnyNamesIsMadeOfTheCharactersOfLabels() {
        Seeds.look("labels of names", seed -> {
            String label = generated(new Random(seed));
            assertThat(generated(new Random(seed))).isEqualTo(label);
            assertThat(label).matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
        });
    }

    @Test
    void aChosenLabelIsTakenAsItIsOrRefused() {
        Seeds.look("chosen labels", seed -> {
            Random random = new Random(seed);
            String label = text(random, one(random, LOWER, LOWER + "-", NAMES), 0, 70);
            if (DNS_LABEL.matcher(label).matches() && !label.matches("[0-9]+")) {
                assertThat(Label.check(label)).isEqualTo(label);
            } else {
                assertThatThrownBy(() -> Label.check(label)).as(label).isInstanceOf(InvalidRequest.class);
            }
        });
    }

    @Test
    void everyHostnameIsOneDnsLabelWithItsSuffix() {
        Seeds.look("hostnames", seed -> {
            Random random = new Random(seed);
            String source = source(random);
            String label = generated(random);
            String suffix = devSuffix(random);
            String hostname = Hostname.of(source, label, suffix).value();
            assertThat(hostname).as("%s, %s, %s", source, label, suffix).matches(DNS_LABEL);
            assertThat(hostname).startsWith(source.substring(0, Math.min(source.length(), 40)));
            assertThat(hostname).endsWith(suffix.isEmpty() ? "" : "-" + suffix);
            assertThat(Hostname.of(source, label, suffix).value()).isEqualTo(hostname);
        });
    }

    @Test
    void onlyHostnamesThatWouldBeTooLongAreShortened() {
        Seeds.look("shortened hostnames", seed -> {
            Random random = new Random(seed);
            String source = source(random);
            String label = generated(random);
            String suffix = devSuffix(random);
            String whole = source + "--" + label + (suffix.isEmpty() ? "" : "-" + suffix);
            Hostname hostname = Hostname.of(source, label, suffix);
            assertThat(hostname.truncated()).isEqualTo(whole.length() > 63);
            assertThat(hostname.value().equals(whole)).isEqualTo(whole.length() <= 63);
        });
    }

    /** With fixed seeds, as six digits of a hash collide once in several million pairs. */
    @Test
    void longNamesThatDifferBehindTheCutHaveOtherHashes() {
        Seeds.count("hashes", 10_000, seed -> {
            Random random = new Random(seed);
            String source = source(random);
            String start = text(random, LOWER, 60, 60);
            String one = start + text(random, LOWER, 1, 20);
            String other = start + "-" + text(random, LOWER, 1, 20);
            assertThat(Hostname.of(source, one, "").value())
                    .isNotEqualTo(Hostname.of(source, other, "").value());
        });
    }
}
