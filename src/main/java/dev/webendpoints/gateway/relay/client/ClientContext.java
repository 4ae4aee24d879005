package dev.webendpoints.gateway.relay.client;

import dev.webendpoints.gateway.http1.HeadLimits;
import dev.webendpoints.gateway.http1.RequestHead;
import dev.webendpoints.gateway.relay.channel.HeadIntake;
import dev.webendpoints.gateway.relay.exchange.EventLoopContext;
import dev.webendpoints.gateway.relay.exchange.ExchangeContext;

/**
 * What the client connections of one event loop share. Confined to that loop.
 *
 * @param loop the loop's clock and its connections
 * @param exchanges what the exchanges share
 * @param limits of a connection
 * @param requests bounds of a request
 * @param answers bounds of the head of a response
 * @param callIds whether responses carry the id of the function call
 * @param requestHead the head that all connections use in turn
 */
public record ClientContext(
        EventLoopContext loop,
        ExchangeContext exchanges,
        ClientLimits limits,
        HeadLimits requests,
        HeadLimits answers,
        boolean callIds,
        HeadIntake.Shared<RequestHead> requestHead) {}
