package dev.webendpoints.api;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;

import dev.webendpoints.api.generated.model.ProxyToken;
import dev.webendpoints.api.generated.model.ProxyTokenList;
import dev.webendpoints.api.generated.model.ProxyTokenRequest;
import dev.webendpoints.api.generated.model.ProxyTokenWithSecret;
import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.proxytoken.NewProxyToken;
import dev.webendpoints.identity.proxytoken.ProxyTokens;
import io.smallrye.mutiny.Uni;

/** Converts proxy tokens to and from the models of the OpenAPI document. */
final class ProxyTokenJson {

    private ProxyTokenJson() {}

    /** Creates a token for the environments in the request, or for all if the field is absent. */
    static Uni<NewProxyToken> create(ProxyTokens tokens, Caller caller, ProxyTokenRequest request) {
        String name = Objects.requireNonNullElse(request.getName(), "");
        return request.getEnvironments() == null
                ? tokens.create(caller, name, false)
                : tokens.createFor(caller, name, request.getEnvironments());
    }

    static ProxyTokenList list(List<dev.webendpoints.identity.proxytoken.ProxyToken> tokens) {
        return new ProxyTokenList().data(tokens.stream().map(ProxyTokenJson::of).toList());
    }

    static ProxyTokenWithSecret withSecret(NewProxyToken created) {
        return new ProxyTokenWithSecret().tokenId(created.token().id).tokenSecret(created.secret());
    }

    private static ProxyToken of(dev.webendpoints.identity.proxytoken.ProxyToken token) {
        return new ProxyToken()
                .tokenId(token.id)
                .name(token.name)
                .scoped(token.scoped)
                .createdBy(token.createdBy)
                .createdAt(token.createdAt.atOffset(ZoneOffset.UTC));
    }
}
