package dev.webendpoints.app.publication;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import dev.webendpoints.app.App;
import dev.webendpoints.identity.Caller;
import dev.webendpoints.identity.QuotaExceeded;
import dev.webendpoints.testing.Await;
import dev.webendpoints.testing.PostgresForTests;
import dev.webendpoints.volume.Volume;
import dev.webendpoints.volume.Volumes;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A workspace at its limit cannot add more; other workspaces are not affected. */
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class AppQuotaTest extends PublishingFixture {

    @Inject
    Volumes volumes;

    @Test
    void anAppTooManyIsRefused() {
        fillApps(500, "DETACHED");

        assertThatThrownBy(() -> deploying("one-more"))
                .isInstanceOf(QuotaExceeded.class)
                .hasMessage("This workspace may have at most 500 running apps (webendpoints.quotas.max-apps).");
    }

    @Test
    void appsThatHaveEndedDoNotCount() {
        fillApps(500, "STOPPED");

        assertThat(deploying("one-more").id).startsWith("ap-");
    }

    @Test
    void anotherWorkspaceMakesApps() {
        fillApps(500, "DETACHED");
        toAnotherWorkspace();

        assertThat(deploying("one-more").id).startsWith("ap-");
    }

    @Test
    void aFunctionTooManyIsRefused() {
        App app = deploying("many");
        fillFunctions(app);

        assertThatThrownBy(() -> Await.item(() -> functions.precreate(caller, app.id, "one-more")))
                .isInstanceOf(QuotaExceeded.class)
                .hasMessage("This workspace may have at most 5000 functions in running apps"
                        + " (webendpoints.quotas.max-functions).");
    }

    @Test
    void aFunctionThatIsThereIsFoundAtTheLimit() {
        App app = deploying("many");
        fillFunctions(app);

        assertThat(Await.item(() -> functions.precreate(caller, app.id, "f7")).tag)
                .isEqualTo("f7");
    }

    @Test
    void anotherWorkspaceMakesFunctions() {
        fillFunctions(deploying("many"));
        toAnotherWorkspace();
        App app = deploying("other");

        assertThat(Await.item(() -> functions.precreate(caller, app.id, "f")).tag)
                .isEqualTo("f");
    }

    @Test
    void aVolumeTooManyIsRefused() {
        fillVolumes();

        assertThatThrownBy(() -> volume("one-more"))
                .isInstanceOf(QuotaExceeded.class)
                .hasMessage("This workspace may have at most 100 volumes (webendpoints.quotas.max-volumes).");
    }

    @Test
    void aVolumeThatIsThereIsFoundAtTheLimit() {
        fillVolumes();

        assertThat(volume("v7").name).isEqualTo("v7");
    }

    @Test
    void anotherWorkspaceMakesVolumes() {
        fillVolumes();
        toAnotherWorkspace();

        assertThat(volume("one-more").name).isEqualTo("one-more");
    }

    private void toAnotherWorkspace() {
        Caller other = aCaller();
        main = Await.item(() -> environments.find(other, ""));
        caller = other;
    }

    private Volume volume(String name) {
        return Await.item(() -> volumes.getOrCreate(caller, main, name, 1));
    }

    private void fillApps(int count, String state) {
        execute("insert into app (id, workspace_id, environment_id, description, state, version, client_version,"
                + " python_version, created_at, created_by, last_heartbeat_at, tags) select 'ap-" + caller.workspaceId()
                + "-' || n, '" + caller.workspaceId() + "', '" + main.id + "', '', '" + state
                + "', 0, '', '', now(), '', now(), '{}' from generate_series(1, " + count + ") n");
    }

    private void fillFunctions(App app) {
        execute("insert into function (id, app_id, tag, created_at) select '" + app.id + "-' || n, '" + app.id
                + "', 'f' || n, now() from generate_series(1, 5000) n");
    }

    private void fillVolumes() {
        execute(
                "insert into volume (id, workspace_id, environment_id, name, version, created_at, created_by) select 'vo-"
                        + caller.workspaceId() + "-' || n, '" + caller.workspaceId() + "', '" + main.id
                        + "', 'v' || n, 1, now(), '' from generate_series(1, 100) n");
    }

    private void execute(String sql) {
        Await.item(() -> database.query(sql).execute());
    }
}
