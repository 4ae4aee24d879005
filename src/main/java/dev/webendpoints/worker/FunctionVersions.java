package dev.webendpoints.worker;

import java.util.concurrent.CompletionStage;

import dev.webendpoints.function.FunctionKey;

/** Port: looks up the function versions that pools run. */
public interface FunctionVersions {

    /** Fails with {@link java.util.NoSuchElementException} if no deployment has this version. */
    CompletionStage<FunctionVersion> find(FunctionKey key);
}
