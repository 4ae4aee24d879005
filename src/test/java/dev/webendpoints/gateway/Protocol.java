package dev.webendpoints.gateway;

import java.io.IOException;
import java.util.Map;

/** The HTTP versions that clients speak, with an interface for tests of behavior that is the same in all of them. */
enum Protocol {
    HTTP_1_1 {
        @Override
        Connection connect(TestGateway gateway) throws IOException {
            return new Http1Caller(gateway.connect());
        }
    },
    HTTP_2 {
        @Override
        Connection connect(TestGateway gateway) {
            return new Http2Caller(new H2(gateway.port()));
        }
    };

    abstract Connection connect(TestGateway gateway) throws IOException;

    /** One connection; in HTTP/1.1 a call begins after the previous one has ended. */
    interface Connection extends AutoCloseable {

        /** @param fields names and values, alternating */
        Call request(String method, String host, String path, String... fields) throws IOException;

        /** Sends a request with a body, which is chunked unless {@code content-length} is among the fields. */
        Call upload(String method, String host, String path, String... fields) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** One request and its response, driven step by step by a test. */
    interface Call {

        /** Sends a piece of the request's body. */
        Call send(byte[] piece) throws IOException;

        /** Ends the request's body. */
        Call end() throws IOException;

        /** Ends a body without a length, with one trailer. */
        Call end(String trailer, String value) throws IOException;

        /** Returns the next head, of an interim response or the final one. */
        Head head() throws IOException;

        /** Returns the final response's body, which must end normally. */
        String body() throws IOException;

        /** Returns the fields after the body. Defined after {@link #body}. */
        Map<String, String> trailers();

        /** Continues reading; returns whether the body was broken off. */
        boolean isBroken() throws IOException;

        /** Takes nothing of the response until {@link #resume}. */
        void pause();

        void resume();

        /** Closes the client's connection in any state. */
        void leave() throws IOException;
    }

    /** @param fields by their names in lower case */
    record Head(int status, Map<String, String> fields) {

        String field(String name) {
            return fields.get(name);
        }
    }
}
