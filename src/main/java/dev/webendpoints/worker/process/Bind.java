package dev.webendpoints.worker.process;

import java.nio.file.Path;

import com.fasterxml.jackson.annotation.JsonFormat;

/** A file or directory that a forked worker sees, by its name in the zygote's files and in its own. */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
record Bind(String source, String target) {

    static Bind of(Path source, Path target) {
        return new Bind(source.toString(), target.toString());
    }

    /** What both see under one name. */
    static Bind same(Path path) {
        return of(path, path);
    }
}
