package dev.webendpoints.image;

import java.time.Instant;

/** An event of a build: output lines, then one result. */
public sealed interface BuildEvent {

    /** @param entryId the position of the line, from which a client resumes */
    record Line(String entryId, Instant at, String text) implements BuildEvent {}

    /** @param state {@link ImageState.Ready} or {@link ImageState.Failed} */
    record Finished(ImageState state) implements BuildEvent {}
}
