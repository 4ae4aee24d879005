package dev.webendpoints.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Converts image definitions to and from the stored format: JSON, files in Base64. */
final class DefinitionJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private DefinitionJson() {}

    static String toJson(ImageDefinition definition) {
        try {
            return JSON.writeValueAsString(definition);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an image definition is always JSON", e);
        }
    }

    static ImageDefinition fromJson(String json) {
        try {
            return JSON.readValue(json, ImageDefinition.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored image definition cannot be read", e);
        }
    }
}
