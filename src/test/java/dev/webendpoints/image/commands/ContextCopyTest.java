package dev.webendpoints.image.commands;

import java.util.Collection;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ContextCopyTest {

    private static final List<String> CONTEXT = List.of("/app/a.py", "/app/sub/b.txt", "/reqs.txt");

    @ParameterizedTest
    @CsvSource({
        "reqs.txt, /x.txt, /x.txt",
        "/reqs.txt, /srv/, /srv/reqs.txt",
        "app, /srv, /srv/a.py;/srv/sub/b.txt",
        "app/, /srv/, /srv/a.py;/srv/sub/b.txt",
        "., /, /app/a.py;/app/sub/b.txt;/reqs.txt",
        "*.txt, /srv/, /srv/reqs.txt",
        "app/*.py, /srv/, /srv/a.py"
    })
    void filesGoWhereDockerPutsThem(String source, String target, String expected) {
        Collection<String> targets = new ContextCopy(CONTEXT)
                .targets(new LayerStep.Copy(List.of(source), target))
                .values();

        assertThat(targets).containsExactlyInAnyOrder(expected.split(";"));
    }

    @Test
    void severalSourcesGoIntoADirectory() {
        LayerStep.Copy copy = new LayerStep.Copy(List.of("reqs.txt", "app/a.py"), "/srv");

        assertThat(new ContextCopy(CONTEXT).targets(copy).values())
                .containsExactlyInAnyOrder("/srv/reqs.txt", "/srv/a.py");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file[*", "{a?", "[z-a]*"})
    void aPatternThatIsNoneIsRefused(String pattern) {
        LayerStep.Copy copy = new LayerStep.Copy(List.of(pattern), "/srv/");

        assertThatThrownBy(() -> new ContextCopy(CONTEXT).targets(copy))
                .isInstanceOf(CommandRejected.class)
                .hasMessageContaining(pattern);
    }

    @Test
    void aSourceThatIsNotThereIsNamed() {
        LayerStep.Copy copy = new LayerStep.Copy(List.of("lost.txt"), "/srv/");

        assertThatThrownBy(() -> new ContextCopy(CONTEXT).targets(copy))
                .isInstanceOf(CommandRejected.class)
                .hasMessageContaining("'lost.txt'");
    }
}
