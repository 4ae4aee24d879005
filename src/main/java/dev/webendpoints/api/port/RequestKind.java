package dev.webendpoints.api.port;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** The kind of a control port request, which determines its limits. Derived from the head alone. */
enum RequestKind {

    /** A call of the Modal client: limited by gRPC's maximum message size, after its caller is authenticated. */
    CALL,

    /** The content of an announced blob or of a block of a volume's file: limited to the announced size. */
    UPLOAD,

    /** The request of a block of a volume's file, which may take as long as its upload. */
    DOWNLOAD,

    /**
     * A call of the Modal client that needs no credential, and may wait for somebody to confirm it: limited as
     * {@link #PLAIN} ones are, but for its length, which is not announced.
     */
    ANONYMOUS_CALL,

    /** All other requests, which unauthenticated clients may send: limited by {@link ControlPortConfig}. */
    PLAIN;

    private static final String CALLS = "/modal.client.ModalClient/";
    private static final String ANONYMOUS_CALLS = CALLS + "TokenFlow";
    private static final String BLOBS = "/blobs/";
    private static final String VOLUME_BLOCKS = "/volume-blocks/";
    private static final String GRPC = "application/grpc";

    /** Returns whether unauthenticated clients may send it, so that the number of such requests is limited. */
    boolean isCounted() {
        return this == PLAIN || this == DOWNLOAD || this == ANONYMOUS_CALL;
    }

    /** Returns whether the length of its body must be announced, and is limited. */
    boolean hasLimitedBody() {
        return this == PLAIN || this == DOWNLOAD;
    }

    static RequestKind of(HttpServerRequest request) {
        String path = request.path() == null ? "" : request.path();
        if ((path.startsWith(BLOBS) || path.startsWith(VOLUME_BLOCKS)) && request.method() == HttpMethod.PUT) {
            return UPLOAD;
        }
        if (path.startsWith(VOLUME_BLOCKS) && request.method() == HttpMethod.GET) {
            return DOWNLOAD;
        }
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        boolean isCall = path.startsWith(CALLS)
                && request.version() == HttpVersion.HTTP_2
                && type != null
                && type.startsWith(GRPC);
        if (!isCall) {
            return PLAIN;
        }
        return path.startsWith(ANONYMOUS_CALLS) ? ANONYMOUS_CALL : CALL;
    }
}
