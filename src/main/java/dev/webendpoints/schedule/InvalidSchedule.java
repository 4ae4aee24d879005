package dev.webendpoints.schedule;

import dev.webendpoints.failure.InvalidRequest;

/** A schedule that no function can have. The sentence names what is wrong, and what is allowed. */
public final class InvalidSchedule extends InvalidRequest {

    InvalidSchedule(String sentence) {
        super(sentence);
    }
}
