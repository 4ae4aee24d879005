package dev.webendpoints.worker.process.sandbox;

import java.nio.file.Path;

import com.fasterxml.jackson.annotation.JsonFormat;

/** A file or directory that a forked worker sees: its path as the zygote sees it, and as the worker sees it. */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record BindMount(String source, String target) {

    static BindMount of(Path source, Path target) {
        return new BindMount(source.toString(), target.toString());
    }

    /** Returns a mount with the same path for both. */
    static BindMount same(Path path) {
        return of(path, path);
    }
}
