package dev.webendpoints.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;

/** Serves the static page at the address that the Modal client prints after a deploy. It needs no token and names no app. */
@ApplicationScoped
class DeploymentPage {

    private static final String PATH = "/apps/";
    private static final String RESOURCE = "/pages/deployment.html";

    void register(@Observes Router router) {
        Buffer page = Buffer.buffer(read());
        router.get(PATH)
                .handler(routing -> routing.response()
                        .putHeader(HttpHeaderNames.CONTENT_TYPE, "text/html; charset=utf-8")
                        .end(page));
    }

    private static byte[] read() {
        try (InputStream page = DeploymentPage.class.getResourceAsStream(RESOURCE)) {
            return page.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the class path lacks " + RESOURCE, e);
        }
    }
}
