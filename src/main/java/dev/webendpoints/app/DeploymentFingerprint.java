package dev.webendpoints.app;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

import dev.webendpoints.function.FunctionSpec;

/** Identifies equal definitions by a hash of their JSON, whose members have a fixed order. */
@ApplicationScoped
class DeploymentFingerprint {

    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    String of(FunctionSpec spec) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json.writeValueAsBytes(spec)));
        } catch (JsonProcessingException | NoSuchAlgorithmException recordsAlwaysWriteAndEveryJdkHasIt) {
            throw new IllegalStateException(recordsAlwaysWriteAndEveryJdkHasIt);
        }
    }
}
