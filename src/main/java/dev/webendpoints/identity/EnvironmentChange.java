package dev.webendpoints.identity;

import java.util.Optional;

/**
 * A request to change an environment; what is empty stays as it is.
 *
 * @param webSuffix of its hostnames; an empty text for none
 */
public record EnvironmentChange(Optional<String> name, Optional<String> webSuffix) {

    /** @throws dev.webendpoints.failure.InvalidRequest if one of them is not allowed */
    EnvironmentChange checked() {
        name.ifPresent(EnvironmentName::checked);
        webSuffix.ifPresent(EnvironmentName::checkedSuffix);
        return this;
    }
}
