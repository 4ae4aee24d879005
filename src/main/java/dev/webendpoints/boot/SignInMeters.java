package dev.webendpoints.boot;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.webendpoints.identity.signin.SignInThrottle;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;

/** Registers the counter of sign-ins that were refused because too many had failed from their address. */
@ApplicationScoped
class SignInMeters {

    void register(@Observes StartupEvent event, SignInThrottle throttle, MeterRegistry registry) {
        FunctionCounter.builder("webendpoints.sign.in.refused", throttle, SignInThrottle::refusals)
                .description("Sign-ins that were refused because too many had failed from their address")
                .register(registry);
    }
}
