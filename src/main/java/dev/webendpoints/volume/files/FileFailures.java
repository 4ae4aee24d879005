package dev.webendpoints.volume.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;

import dev.webendpoints.database.DiskFull;
import dev.webendpoints.failure.DomainFailure;
import dev.webendpoints.failure.FailedPrecondition;
import dev.webendpoints.failure.InvalidRequest;
import dev.webendpoints.failure.NotFound;

/** Failures of the file system as those of a request. Messages never contain a path of the server. */
final class FileFailures {

    private FileFailures() {}

    static Exception of(Exception failure) {
        if (failure instanceof DomainFailure || DiskFull.isCauseOf(failure)) {
            return failure;
        }
        if (failure instanceof InvalidPathException) {
            return new InvalidRequest("the server's file system cannot have such a name");
        }
        if (failure instanceof NoSuchFileException) {
            return new NotFound("No such file or directory");
        }
        if (failure instanceof AccessDeniedException) {
            return new FailedPrecondition("the server may not access the file, which a worker gave to another user");
        }
        if (failure instanceof FileSystemException refused && refused.getReason() != null) {
            return new InvalidRequest("the volume's file system refused it: " + refused.getReason());
        }
        return failure instanceof IOException ? new IOException("files of a volume", failure) : failure;
    }
}
