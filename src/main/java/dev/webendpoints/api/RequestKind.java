package dev.webendpoints.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** What a request of the control port is, as far as its bounds depend on it. Its head alone says so. */
enum RequestKind {

    /** A call of the Modal client's: limited by gRPC's size of a message, once its caller is authenticated. */
    CALL,

    /** The content of an announced blob: limited by the size that was announced. */
    UPLOAD,

    /** All else, which strangers may send: bounded by {@link ControlPortConfig}. */
    PLAIN;

    private static final String CALLS = "/modal.client.ModalClient/";
    private static final String UPLOADS = "/blobs/";
    private static final String GRPC = "application/grpc";

    static RequestKind of(HttpServerRequest request) {
        String path = request.path() == null ? "" : request.path();
        if (path.startsWith(UPLOADS) && request.method() == HttpMethod.PUT) {
            return UPLOAD;
        }
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        boolean isCall = path.startsWith(CALLS)
                && request.version() == HttpVersion.HTTP_2
                && type != null
                && type.startsWith(GRPC);
        return isCall ? CALL : PLAIN;
    }
}
