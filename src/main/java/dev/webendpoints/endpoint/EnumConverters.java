package dev.webendpoints.endpoint;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

import dev.webendpoints.function.EndpointAuth;
import dev.webendpoints.function.EndpointKind;

/** Converters that store the two enums in the spelling of the API. */
final class EnumConverters {

    private EnumConverters() {}

    @Converter(autoApply = true)
    static class OfKind implements AttributeConverter<EndpointKind, String> {
        @Override
        public String convertToDatabaseColumn(EndpointKind kind) {
            return kind.spelling();
        }

        @Override
        public EndpointKind convertToEntityAttribute(String spelling) {
            return EndpointKind.of(spelling);
        }
    }

    @Converter(autoApply = true)
    static class OfAuth implements AttributeConverter<EndpointAuth, String> {
        @Override
        public String convertToDatabaseColumn(EndpointAuth auth) {
            return auth == null ? null : auth.spelling();
        }

        @Override
        public EndpointAuth convertToEntityAttribute(String spelling) {
            return spelling == null ? null : EndpointAuth.of(spelling);
        }
    }
}
