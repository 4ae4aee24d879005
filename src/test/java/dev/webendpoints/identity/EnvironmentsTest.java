package dev.webendpoints.identity;

import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import dev.webendpoints.testing.Await;
import dev.webendpoints.testing.PostgresForTests;
import dev.webendpoints.testing.Tenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class EnvironmentsTest {

    @Inject
    Environments environments;

    @Inject
    Tenants tenants;

    @Test
    void anEmptyNameMeansMainWhichHasNoSuffix() {
        Caller caller = tenants.of("default");

        Environment found = Await.item(() -> environments.find(caller, ""));

        assertThat(found.name + "/" + found.webSuffix).isEqualTo("main/");
    }

    @Test
    void aNewEnvironmentHasItsNameAsSuffix() {
        Caller caller = tenants.of("suffixes");

        assertThat(Await.item(() -> environments.getOrCreate(caller, "Staging")).webSuffix)
                .isEqualTo("staging");
    }

    @Test
    void aTakenSuffixIsNumbered() {
        // Given
        Caller caller = tenants.of("numbered");
        Await.item(() -> environments.getOrCreate(caller, "Staging"));

        // When
        Environment second = Await.item(() -> environments.getOrCreate(caller, "staging"));

        // Then
        assertThat(second.webSuffix).isEqualTo("staging-2");
    }

    @Test
    void theSameNameAgainIsTheSameEnvironment() {
        Caller caller = tenants.of("again");

        assertThat(Await.item(() -> environments.getOrCreate(caller, "qa")).id)
                .isEqualTo(Await.item(() -> environments.getOrCreate(caller, "qa")).id);
    }

    @Test
    void manyAtOnceMakeOneEnvironment() {
        // Given
        Caller caller = tenants.of("at-once");

        // When
        long made = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> Await.item(() -> environments.getOrCreate(caller, "burst")).id)
                .distinct()
                .count();

        // Then
        assertThat(made).isEqualTo(1);
    }

    @Test
    void anUnknownNameIsToldThoseThatExist() {
        // Given
        Caller caller = tenants.of("unknown");
        Await.item(() -> environments.getOrCreate(caller, "qa"));

        // When, Then
        assertThatThrownBy(() -> Await.item(() -> environments.find(caller, "moon")))
                .isInstanceOf(UnknownEnvironment.class)
                .hasMessage("Environment 'moon' not found. This workspace has: main, qa.");
    }

    @Test
    void anotherWorkspacesEnvironmentIsUnknown() {
        // Given
        Caller owner = tenants.of("env-owner");
        Caller other = tenants.of("env-other");
        Environment foreign = Await.item(() -> environments.getOrCreate(owner, "private"));

        // When, Then
        assertThatThrownBy(() -> Await.item(() -> environments.findById(other, foreign.id)))
                .isInstanceOf(UnknownEnvironment.class);
    }
}
