package dev.webendpoints.call.store;

import io.vertx.sqlclient.SqlClient;

/** The tables of calls, as one server uses them. */
public record CallStore(
        CallRows calls, InputRows inputs, InputLookups lookups, OutputRows outputs, InputHistory history) {

    /** @param serverId of the server that runs the inputs which it claims */
    public static CallStore of(SqlClient database, String serverId) {
        return new CallStore(
                new CallRows(database),
                new InputRows(database, serverId),
                new InputLookups(database, serverId),
                new OutputRows(database),
                new InputHistory(database));
    }
}
