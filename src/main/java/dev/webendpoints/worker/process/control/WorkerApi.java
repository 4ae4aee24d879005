package dev.webendpoints.worker.process.control;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

import dev.webendpoints.worker.FunctionVersion;

/** Port: the server's API for the code of workers, at a Unix socket for each worker. */
public interface WorkerApi {

    /**
     * Listens for the calls of one worker. Blocks until the socket accepts connections.
     *
     * @param socket path of the socket, in a directory that only the server can change yet
     * @return closes the socket and its connections, and returns immediately
     * @throws IOException if the socket cannot be opened
     */
    Closeable listen(Path socket, FunctionVersion version, String workerId) throws IOException;
}
