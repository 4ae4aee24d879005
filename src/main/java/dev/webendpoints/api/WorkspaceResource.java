package dev.webendpoints.api;

import java.util.Objects;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.core.Response;

import dev.webendpoints.api.generated.WorkspacesApi;
import dev.webendpoints.api.generated.model.WorkspaceRequest;
import dev.webendpoints.identity.Scopes;
import dev.webendpoints.identity.Workspaces;
import io.smallrye.mutiny.Uni;

/** Operations on the workspaces of this server, for admins. */
class WorkspaceResource implements WorkspacesApi {

    private final Workspaces workspaces;

    WorkspaceResource(Workspaces workspaces) {
        this.workspaces = workspaces;
    }

    @Override
    @RolesAllowed(Scopes.ADMIN)
    public Uni<Response> listWorkspaces(Integer limit, String cursor) {
        return workspaces
                .page(Objects.requireNonNullElse(cursor, ""), limit + 1)
                .map(found -> Response.ok(WorkspaceJson.page(found, limit))
                        .links(NextPage.of("/v1/workspaces", WorkspaceJson.nextCursor(found, limit), limit)
                                .links())
                        .build());
    }

    @Override
    @RolesAllowed(Scopes.ADMIN)
    public Uni<Response> createWorkspace(WorkspaceRequest request) {
        return workspaces
                .create(Objects.requireNonNullElse(request.getName(), ""))
                .map(made -> Response.status(Response.Status.CREATED)
                        .entity(WorkspaceJson.of(made))
                        .build());
    }
}
