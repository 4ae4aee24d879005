package dev.webendpoints.identity;

import java.util.Optional;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import dev.webendpoints.failure.FailedPrecondition;
import dev.webendpoints.testing.Await;
import dev.webendpoints.testing.PostgresForTests;
import dev.webendpoints.testing.Tenants;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Environments that are deleted, renamed and made the default. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class EnvironmentDeletionTest {

    @Inject
    Environments environments;

    @Inject
    EnvironmentChanges changes;

    @Inject
    EnvironmentDeletion deletion;

    @Inject
    EnvironmentRows rows;

    @Inject
    Workspaces workspaces;

    @Inject
    FailingContents contents;

    @Inject
    Tenants tenants;

    private boolean hasRow(String id) {
        return Await.item(() -> Panache.withSession(() -> rows.count("id", id))) == 1;
    }

    @Test
    void theRowOfAnEmptyEnvironmentIsDeletedAtOnce() {
        // Given
        Caller caller = tenants.of("deletes-empty");
        String id = Await.item(() -> environments.create(caller, "gone")).id;

        // When
        Await.item(() -> deletion.delete(caller, "gone"));

        // Then
        assertThat(hasRow(id)).isFalse();
    }

    @Test
    void anInterruptedDeletionIsEndedByTheNextCollection() {
        // Given
        Caller caller = tenants.of("deletes-later");
        String id = Await.item(() -> environments.create(caller, "gone")).id;
        contents.failOnce(id);
        Await.item(() -> deletion.delete(caller, "gone"));
        assertThat(hasRow(id)).isTrue();

        // When
        Await.item(() -> deletion.collect());

        // Then
        assertThat(hasRow(id)).isFalse();
    }

    @Test
    void anEnvironmentIsGoneBeforeItsContentsAre() {
        // Given
        Caller caller = tenants.of("deletes-first");
        String id = Await.item(() -> environments.create(caller, "gone")).id;
        contents.failOnce(id);

        // When
        Await.item(() -> deletion.delete(caller, "gone"));

        // Then
        assertThatThrownBy(() -> Await.item(() -> environments.findById(caller, id)))
                .isInstanceOf(UnknownEnvironment.class);
    }

    @Test
    void nameAndSuffixAreFreeAfterTheDeletion() {
        // Given
        Caller caller = tenants.of("deletes-again");
        String id = Await.item(() -> environments.create(caller, "again")).id;
        contents.failOnce(id);
        Await.item(() -> deletion.delete(caller, "again"));

        // When
        Environment second = Await.item(() -> environments.create(caller, "again"));

        // Then
        assertThat(second.webSuffix).isEqualTo("again");
    }

    @Test
    void theDefaultEnvironmentIsNotDeleted() {
        Caller caller = tenants.of("deletes-default");

        assertThatThrownBy(() -> Await.item(() -> deletion.delete(caller, "main")))
                .isInstanceOf(FailedPrecondition.class)
                .hasMessage("The environment 'main' is the default one of this workspace and cannot be deleted;"
                        + " make another one the default first.");
    }

    @Test
    void aServerThatStartsMakesNoMainBesideAnotherDefault() {
        // Given
        Caller caller = tenants.of("renames-main");
        Await.item(() -> changes.update(caller, "main", new EnvironmentChange(Optional.of("prod"), Optional.empty())));

        // When
        Await.item(() -> workspaces.ensure("renames-main"));

        // Then
        assertThat(Await.item(() -> environments.list(caller)))
                .extracting(environment -> environment.name)
                .containsExactly("prod");
    }

    @Test
    void environmentsOfAWorkspaceAreBounded() {
        // Given
        Caller caller = tenants.of("bounded-envs");
        for (int i = 1; i < 30; i++) {
            String name = "env-" + i;
            Await.item(() -> environments.create(caller, name));
        }

        // When, Then
        assertThatThrownBy(() -> Await.item(() -> environments.create(caller, "one-more")))
                .isInstanceOf(QuotaExceeded.class)
                .hasMessage("This workspace may have at most 30 environments"
                        + " (webendpoints.environments.max-per-workspace).");
    }
}
