package dev.webendpoints.modal.worker;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import dev.webendpoints.database.ReactiveCalls;
import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.CallingWorker;
import dev.webendpoints.identity.Scopes;
import dev.webendpoints.identity.Workspaces;
import dev.webendpoints.modal.grpc.CallEntrance;
import dev.webendpoints.modal.grpc.MessageMemory;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;

/**
 * Listens on a Unix socket for each worker, for the calls of the Modal client in that worker. A client that reaches the
 * socket is the worker, as its sandbox shows the socket to no other one; headers that name a caller are not read.
 */
@ApplicationScoped
public class WorkerCallServer {

    private static final Logger LOG = Logger.getLogger(WorkerCallServer.class);

    private static final Set<String> SCOPES =
            Set.of(Scopes.ENDPOINTS_READ, Scopes.ENDPOINTS_WRITE, Scopes.ENDPOINTS_CALL);

    private static final int MIB = 1 << 20;

    /** Large enough for an argument of a call, 2 MiB, in one frame. */
    private static final int FRAME = 3 * MIB;

    /** For all streams of a connection together: bounds the unread bytes of a worker, for each of its connections. */
    private static final int CONNECTION_WINDOW = 8 * MIB;

    /** One worker may use one in this many bytes of the memory for messages. */
    private static final int SHARE_OF_MEMORY = 4;

    /** Opening a socket takes a millisecond; a server that is so busy has other problems. */
    private static final long PATIENCE_SECONDS = 10;

    private final Vertx vertx;
    private final CallEntrance entrance;
    private final MessageMemory memory;
    private final Workspaces workspaces;
    private final ReactiveCalls database;
    private final String authority;

    WorkerCallServer(
            Vertx vertx,
            CallEntrance entrance,
            MessageMemory memory,
            Workspaces workspaces,
            ReactiveCalls database,
            @ConfigProperty(name = "quarkus.http.port") int port) {
        this.vertx = vertx;
        this.entrance = entrance;
        this.memory = memory;
        this.workspaces = workspaces;
        this.database = database;
        this.authority = "127.0.0.1:" + port;
    }

    /**
     * Listens for the calls of one worker. Blocks until the socket accepts connections.
     *
     * @param socket path of the socket, in a directory that only this server can change
     * @return closes the socket and its connections, and returns immediately
     * @throws IOException if the socket cannot be opened
     */
    public Closeable listen(Path socket, String workspaceId, CallingWorker worker) throws IOException {
        WorkerEntrance own = new WorkerEntrance(
                entrance, memory.part(SHARE_OF_MEMORY), authority, caller(workspaceId, worker), worker.taskId());
        HttpServer server = vertx.createHttpServer(options())
                .requestHandler(own::onCall)
                .exceptionHandler(
                        failure -> LOG.debugf(failure, "Connection of a worker failed: worker=%s", worker.taskId()));
        Closeable closing = () -> server.close()
                .onFailure(failure -> LOG.debugf(failure, "Socket not closed: worker=%s", worker.taskId()));
        try {
            server.listen(SocketAddress.domainSocketAddress(socket.toString()))
                    .compose(listening -> new AcceptedConnections(vertx, WorkerEntrance.MAX_CONNECTIONS).limit(socket))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return closing;
        } catch (ExecutionException | TimeoutException e) {
            closing.close();
            throw new IOException("the socket for the worker's calls could not be opened", e);
        } catch (InterruptedException e) {
            closing.close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while opening the socket for the worker's calls", e);
        }
    }

    /** Looks up the name of the workspace, at most once for a worker that calls. */
    private Uni<Caller> caller(String workspaceId, CallingWorker worker) {
        return ReactiveCalls.onCallersContext(() -> database.start(() -> workspaces.name(workspaceId)))
                .map(name -> Caller.of(workspaceId, name, worker, SCOPES));
    }

    private static HttpServerOptions options() {
        return new HttpServerOptions()
                .setInitialSettings(new Http2Settings()
                        .setMaxConcurrentStreams(WorkerEntrance.MAX_CALLS)
                        .setMaxFrameSize(FRAME)
                        .setInitialWindowSize(CONNECTION_WINDOW))
                .setHttp2ConnectionWindowSize(CONNECTION_WINDOW)
                .setHttp2RstFloodMaxRstFramePerWindow(WorkerEntrance.MAX_CALLS)
                .setMaxHeaderSize(16 << 10);
    }
}
