package dev.webendpoints.source;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.webendpoints.failure.InvalidRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MountFileTest {

    private static final String HASH = Sha256.of("content");

    @ParameterizedTest
    @ValueSource(
            strings = {"app.py", "", "/", "/root/", "/root/../etc/passwd", "/root/./app.py", "//root/app.py", "/a\0b"})
    void aNameThatCouldLeadElsewhereIsRefused(String filename) {
        assertThatThrownBy(() -> new MountFile(filename, HASH, 0644))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageStartingWith("the name of a mounted file must");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/root/app.py", "/data/..hidden", "/x/a b.txt"})
    void aPlainAbsoluteNameIsTaken(String filename) {
        assertThat(new MountFile(filename, HASH, 0644).filename()).isEqualTo(filename);
    }

    @Test
    void onlyPermissionBitsOfTheModeAreKept() {
        assertThat(new MountFile("/root/app.py", HASH, 0104755).mode()).isEqualTo(0755);
    }

    @Test
    void aHashIsLowerCaseHexadecimal() {
        assertThatThrownBy(() -> new MountFile("/root/app.py", HASH.toUpperCase(), 0644))
                .hasMessageContaining("64 lower-case hexadecimal digits");
    }
}
