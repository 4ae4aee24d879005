package dev.webendpoints.worker.process.zygote;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.webendpoints.worker.FunctionVersion;
import dev.webendpoints.worker.process.run.ContainerVariables;

/**
 * The variables that the packages of a zygote read when they were imported, which they may never read again.
 *
 * @param names names of the variables, set or not, as the zygote reports them
 * @param values the variables that the zygote was started with
 */
record ReadVariables(Set<String> names, Map<String, String> values) {

    /**
     * Returns a variable that the packages would read another value of in a worker of this version; empty if there is
     * none. Compares what functions of one image can differ in: their own variables and those of the container.
     *
     * @param worker the worker's variables
     */
    Optional<String> differing(FunctionVersion version, Map<String, String> worker) {
        return Stream.concat(version.environment().keySet().stream(), ContainerVariables.NAMES.stream())
                .filter(names::contains)
                .filter(name -> !Objects.equals(worker.get(name), values.get(name)))
                .sorted()
                .findFirst();
    }
}
