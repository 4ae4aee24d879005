package dev.webendpoints.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The plots of {@code docs/scaling.md} match the code. */
class ScalingPlotsTest {

    private static final Path FOLDER = Path.of("docs", "scaling");

    /** {@code ./mvnw test -Dtest=ScalingPlotsTest -Dscaling.plots=write} redraws them. */
    private static final boolean WRITE = "write".equals(System.getProperty("scaling.plots"));

    private static final Map<String, String> PLOTS = ScalingPlots.all();

    @Test
    void thePicturesAreWhatTheSimulationsGive() throws IOException {
        for (Map.Entry<String, String> plot : PLOTS.entrySet()) {
            Path file = FOLDER.resolve(plot.getKey());
            if (WRITE) {
                Files.createDirectories(FOLDER);
                Files.writeString(file, plot.getValue());
            }
            assertThat(file).hasContent(plot.getValue());
        }
    }

    @Test
    void everyPictureIsOnThePage() throws IOException {
        String page = Files.readString(Path.of("docs", "scaling.md"));

        assertThat(PLOTS.keySet()).allSatisfy(name -> assertThat(page).contains("(scaling/" + name + ")"));
    }
}
