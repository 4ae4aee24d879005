package dev.webendpoints.api;

import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;

/** Describes what is wrong with a JSON body, without class names. */
final class JsonMistakes {

    private JsonMistakes() {}

    static String sentence(JsonProcessingException mistake) {
        if (mistake instanceof UnrecognizedPropertyException unknown) {
            return "The body has a field '" + unknown.getPropertyName() + "' that is not known; known: "
                    + unknown.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .sorted()
                            .collect(Collectors.joining(", "))
                    + ".";
        }
        if (mistake instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            return "The body's field '" + path(mapping) + "' has a value of another type than the document says.";
        }
        return "The body is not the JSON object that is expected" + place(mistake.getLocation()) + ".";
    }

    private static String path(JsonMappingException mistake) {
        return mistake.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
    }

    private static String place(JsonLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : ": see line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
