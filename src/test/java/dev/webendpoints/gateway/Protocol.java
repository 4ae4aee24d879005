package dev.webendpoints.gateway;

import java.io.IOException;
import java.util.Map;

/** The versions of HTTP that callers speak: what must be the same in all of them is told in these words. */
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

    /** One connection; of HTTP/1.1 a call begins when the one before has ended. */
    interface Connection extends AutoCloseable {

        /** @param fields names and values by turns */
        Call request(String method, String host, String path, String... fields) throws IOException;

        /** A request with a body, which is chunked unless {@code content-length} is among the fields. */
        Call upload(String method, String host, String path, String... fields) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** One request and its answer, in the order in which a test says it. */
    interface Call {

        /** A piece of the request's body. */
        Call send(byte[] piece) throws IOException;

        /** The end of the request's body. */
        Call end() throws IOException;

        /** The end of a body without a length, with one trailer. */
        Call end(String trailer, String value) throws IOException;

        /** The next head, of an interim answer or the final one. */
        Head head() throws IOException;

        /** The final answer's body, which must end as a whole one. */
        String body() throws IOException;

        /** The fields behind the body; after {@link #body}. */
        Map<String, String> trailers();

        /** Reads on; whether the body's end is that of a broken one. */
        boolean isBroken() throws IOException;

        /** Takes nothing of the answer until {@link #resume}. */
        void pause();

        void resume();

        /** The caller goes, whatever is open. */
        void leave() throws IOException;
    }

    /** @param fields by their names in lower case */
    record Head(int status, Map<String, String> fields) {

        String field(String name) {
            return fields.get(name);
        }
    }
}
