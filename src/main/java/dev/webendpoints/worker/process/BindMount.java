package dev.webendpoints.worker.process;

import java.nio.file.Path;

import com.fasterxml.jackson.annotation.JsonFormat;

/** A file or directory that a forked worker sees, by its name in the zygote's files and in its own. */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
record BindMount(String source, String target) {

    static BindMount of(Path source, Path target) {
        return new BindMount(source.toString(), target.toString());
    }

    /** What both see under one name. */
    static BindMount same(Path path) {
        return of(path, path);
    }
}
