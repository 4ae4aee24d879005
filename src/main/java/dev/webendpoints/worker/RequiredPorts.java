package dev.webendpoints.worker;

import java.util.Set;
import java.util.stream.Collectors;

import dev.webendpoints.function.EndpointKind;
import dev.webendpoints.function.FunctionSpec;

/** The ports that a version's programs open. Two workers that share the machine's network cannot open the same port. */
final class RequiredPorts {

    private RequiredPorts() {}

    static boolean clash(FunctionVersion one, FunctionVersion other) {
        Set<Integer> taken = of(one);
        return of(other).stream().anyMatch(taken::contains);
    }

    static Set<Integer> of(FunctionVersion version) {
        return version.webMethods().stream()
                .filter(method -> method.kind() == EndpointKind.WEB_SERVER)
                .map(FunctionSpec.WebMethod::port)
                .collect(Collectors.toSet());
    }
}
