package dev.webendpoints.api.oauth;

import java.util.List;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.webendpoints.api.generated.model.ApiTokenRequest;
import dev.webendpoints.api.generated.model.ProxyTokenRequest;
import io.quarkus.jackson.ObjectMapperCustomizer;

/**
 * Rejects null for the environments of a proxy token or the scopes of an API token, and null elements: omitting the
 * environments means all of them, so that null in their place is more likely a mistake than an intention.
 */
@Singleton
class TokenRequestNulls implements ObjectMapperCustomizer {

    private interface StrictEnvironments {

        @JsonSetter(nulls = Nulls.FAIL, contentNulls = Nulls.FAIL)
        void setEnvironments(List<String> environments);
    }

    private interface StrictScopes {

        @JsonSetter(nulls = Nulls.FAIL, contentNulls = Nulls.FAIL)
        void setScopes(List<String> scopes);
    }

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.addMixIn(ProxyTokenRequest.class, StrictEnvironments.class);
        mapper.addMixIn(ApiTokenRequest.class, StrictScopes.class);
    }
}
