package dev.webendpoints.call.store;

import org.junit.jupiter.api.Test;

import dev.webendpoints.modal.generated.GenericResult;

import static org.assertj.core.api.Assertions.assertThat;

class ResultMessageTest {

    @Test
    void theClientReadsWhatTheServerStates() throws Exception {
        GenericResult read =
                GenericResult.parseFrom(ResultMessage.of(CallStatus.TIMEOUT, "zu spät " + "x".repeat(200), "lines")
                        .getBytes());

        assertThat(read.getStatus()).isEqualTo(GenericResult.Status.TIMEOUT);
        assertThat(read.getException()).isEqualTo("zu spät " + "x".repeat(200));
        assertThat(read.getTraceback()).isEqualTo("lines");
    }

    /** One enum for each idea: the numbers are those of the client's protocol. */
    @Test
    void statusesHaveTheClientsNumbers() {
        for (CallStatus status : CallStatus.values()) {
            assertThat(GenericResult.Status.forNumber(status.number())).hasToString(status.name());
        }
    }
}
