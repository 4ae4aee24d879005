package dev.webendpoints.image;

import java.time.Instant;

/** What happens in a build: lines, then one result. */
public sealed interface BuildEvent {

    /** @param entryId its place: ask for what comes after it */
    record Line(String entryId, Instant at, String text) implements BuildEvent {}

    /** @param state {@link ImageState.Ready} or {@link ImageState.Failed} */
    record Finished(ImageState state) implements BuildEvent {}
}
