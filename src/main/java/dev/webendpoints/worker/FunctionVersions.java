package dev.webendpoints.worker;

import java.util.concurrent.CompletionStage;

/** Port: where pools learn what to run. */
public interface FunctionVersions {

    /** Fails with {@link java.util.NoSuchElementException} when no deployment has such a version. */
    CompletionStage<FunctionVersion> find(FunctionKey key);
}
