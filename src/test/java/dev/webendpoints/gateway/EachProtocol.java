package dev.webendpoints.gateway;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Runs a test with every {@link Protocol}, as its first parameter, and for each of them with every row. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@ArgumentsSource(EachProtocol.Rows.class)
@interface EachProtocol {

    /** The rows: the parameters after the protocol, as cells separated by {@code " | "}; an empty one is null. */
    String[] value() default {};

    final class Rows implements ArgumentsProvider {

        @Override
        public Stream<? extends Arguments> provideArguments(
                ParameterDeclarations parameters, ExtensionContext context) {
            String[] rows = context.getRequiredTestMethod()
                    .getAnnotation(EachProtocol.class)
                    .value();
            return Stream.of(Protocol.values())
                    .flatMap(protocol -> rows.length == 0
                            ? Stream.of(Arguments.of(protocol))
                            : Stream.of(rows).map(row -> arguments(protocol, row)));
        }

        private static Arguments arguments(Protocol protocol, String row) {
            List<Object> arguments = new ArrayList<>();
            arguments.add(protocol);
            for (String cell : row.split(" \\| ", -1)) {
                arguments.add(cell.isEmpty() ? null : cell);
            }
            return Arguments.of(arguments.toArray());
        }
    }
}
