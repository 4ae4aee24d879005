package dev.webendpoints.gateway.relay.channel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChannelFailuresTest {

    private static List<Throwable> logged(Throwable... causes) {
        List<Throwable> logged = new ArrayList<>();
        Logger logger = Logger.getLogger("dev.webendpoints.gateway.relay");
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord failure) {
                logged.add(failure.getThrown());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        for (Throwable cause : causes) {
            ChannelFailures.report(cause);
        }
        logger.removeHandler(handler);
        return logged;
    }

    @Test
    void aBugIsLoggedAndAResetIsNot() {
        IllegalStateException bug = new IllegalStateException("bug");
        assertThat(logged(new IOException("Connection reset by peer"), bug)).containsExactly(bug);
    }
}
