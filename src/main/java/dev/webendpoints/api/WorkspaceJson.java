package dev.webendpoints.api;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import dev.webendpoints.api.generated.model.Workspace;
import dev.webendpoints.api.generated.model.WorkspaceList;

/** Converts workspaces to the models of the OpenAPI document. */
final class WorkspaceJson {

    private WorkspaceJson() {}

    /** @param found at most one more than the page may have, which indicates another page */
    static WorkspaceList page(List<dev.webendpoints.identity.Workspace> found, int limit) {
        return new WorkspaceList()
                .data(found.stream().limit(limit).map(WorkspaceJson::of).toList());
    }

    /** Returns the name of the page's last workspace; empty on the last page. */
    static Optional<String> nextCursor(List<dev.webendpoints.identity.Workspace> found, int limit) {
        return found.size() > limit ? Optional.of(found.get(limit - 1).name) : Optional.empty();
    }

    static Workspace of(dev.webendpoints.identity.Workspace workspace) {
        return new Workspace()
                .workspaceId(workspace.id)
                .name(workspace.name)
                .createdAt(workspace.createdAt.atOffset(ZoneOffset.UTC));
    }
}
