package dev.webendpoints.api;

import java.util.List;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.webendpoints.api.generated.model.ProxyTokenRequest;
import io.quarkus.jackson.ObjectMapperCustomizer;

/**
 * Takes no null for the environments of a proxy token, nor for one of them: the field left out means all of them, so that
 * null in its place is more likely a mistake than a wish.
 */
@Singleton
class ProxyTokenNulls implements ObjectMapperCustomizer {

    private interface Strict {

        @JsonSetter(nulls = Nulls.FAIL, contentNulls = Nulls.FAIL)
        void setEnvironments(List<String> environments);
    }

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.addMixIn(ProxyTokenRequest.class, Strict.class);
    }
}
