package dev.webendpoints.modal;

import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.google.protobuf.Empty;

import dev.webendpoints.identity.Scopes;
import dev.webendpoints.modal.generated.EnvironmentCreateRequest;
import dev.webendpoints.modal.generated.EnvironmentListItem;
import dev.webendpoints.modal.generated.MemberRole;
import dev.webendpoints.modal.generated.ModalClientGrpc.ModalClientBlockingStub;
import dev.webendpoints.modal.generated.ServiceUserCreateRequest;
import dev.webendpoints.modal.generated.ServiceUserCreateResponse;
import dev.webendpoints.modal.generated.ServiceUserDeleteRequest;
import dev.webendpoints.modal.generated.ServiceUserRequest;
import dev.webendpoints.modal.generated.TokenDeleteRequest;
import dev.webendpoints.modal.generated.TokenIdsRequest;
import dev.webendpoints.modal.generated.TokenInfoGetRequest;
import dev.webendpoints.modal.generated.TokensListResponse;
import dev.webendpoints.modal.generated.WorkspaceMembersListResponse;
import dev.webendpoints.modal.generated.WorkspaceSetDefaultEnvironmentRequest;
import io.grpc.Status;
import io.quarkus.test.junit.QuarkusTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/** Members, tokens of members, service users and settings of a workspace; each test has a workspace of its own. */
@QuarkusTest
class ModalWorkspaceCallsTest extends ModalCallsFixture {

    private static final Empty EMPTY = Empty.getDefaultInstance();

    private String workspace;
    private ModalClientBlockingStub manager;
    private ModalClientBlockingStub developer;

    @BeforeEach
    void aManagerAndADeveloper() {
        workspace = "w" + UUID.randomUUID().toString().substring(0, 8);
        tenants.of(workspace);
        manager = fresh(workspace);
        tenants.of(workspace, workspace + "-dev", Set.of(Scopes.ENDPOINTS_READ, Scopes.ENDPOINTS_WRITE));
        developer = fresh(workspace + "-dev");
    }

    private ModalClientBlockingStub fresh(String token) {
        return client.as("ak-" + token, "as-" + token);
    }

    private ServiceUserCreateResponse serviceUser(String name) {
        return fresh(workspace)
                .serviceUserCreate(
                        ServiceUserCreateRequest.newBuilder().setName(name).build());
    }

    private static TokenIdsRequest ids(String... ids) {
        return TokenIdsRequest.newBuilder().addAllTokenIds(List.of(ids)).build();
    }

    private static TokenDeleteRequest deletion(String id) {
        return TokenDeleteRequest.newBuilder().setTokenId(id).build();
    }

    @Test
    void theMembersAreTheTokensWithRoles() {
        assertThat(manager.workspaceMembersList(EMPTY).getMembersList())
                .extracting(
                        WorkspaceMembersListResponse.Listed::getUserId,
                        WorkspaceMembersListResponse.Listed::getMemberRole)
                .containsExactly(
                        tuple("ak-" + workspace, MemberRole.MEMBER_ROLE_MANAGER),
                        tuple("ak-" + workspace + "-dev", MemberRole.MEMBER_ROLE_USER));
    }

    @Test
    void aTokenWithoutTheScopeListsNoMembers() {
        assertStatus(() -> developer.workspaceMembersList(EMPTY), Status.Code.PERMISSION_DENIED);
    }

    @Test
    void aTokenWithoutTheScopeSeesItselfOnly() {
        assertThat(developer.tokensList(EMPTY).getTokensList())
                .extracting(TokensListResponse.Listed::getTokenId)
                .containsExactly("ak-" + workspace + "-dev");
    }

    @Test
    void aDisabledTokenSignsInNoMore() {
        manager.tokenDisable(ids("ak-" + workspace + "-dev"));

        assertStatus(() -> developer.workspaceNameLookup(EMPTY), Status.Code.UNAUTHENTICATED);
    }

    @Test
    void anEnabledTokenSignsInAgain() {
        // Given
        manager.tokenDisable(ids("ak-" + workspace + "-dev"));

        // When
        fresh(workspace).tokenEnable(ids("ak-" + workspace + "-dev"));

        // Then
        assertThat(developer.workspaceNameLookup(EMPTY).getWorkspaceName()).isEqualTo(workspace);
    }

    @Test
    void aTokenWithoutTheScopeDisablesNoOther() {
        assertStatus(() -> developer.tokenDisable(ids("ak-" + workspace)), Status.Code.PERMISSION_DENIED);
    }

    @Test
    void aTokenWithoutTheScopeDeletesNoOther() {
        assertStatus(() -> developer.tokenDelete(deletion("ak-" + workspace)), Status.Code.PERMISSION_DENIED);
    }

    @Test
    void aTokenDeletesItself() {
        developer.tokenDelete(deletion("ak-" + workspace + "-dev"));

        assertStatus(() -> developer.workspaceNameLookup(EMPTY), Status.Code.UNAUTHENTICATED);
    }

    @Test
    void tokensOfAnotherWorkspaceAreNotThere() {
        assertStatus(() -> manager.tokenDelete(deletion("ak-other")), Status.Code.NOT_FOUND);
        assertStatus(() -> manager.tokenDisable(ids("ak-other")), Status.Code.NOT_FOUND);
    }

    @Test
    void aTokenThatAnAdminMadeIsNotDisabledByTenants() {
        // Given
        tenants.of(workspace, workspace + "-admin", Scopes.ALL);

        // When, Then
        assertStatus(() -> manager.tokenDisable(ids("ak-" + workspace + "-admin")), Status.Code.PERMISSION_DENIED);
    }

    @Test
    void aServiceUserSignsIn() {
        ServiceUserCreateResponse made = serviceUser("ci");

        assertThat(client.as(made.getTokenId(), made.getTokenSecret())
                        .tokenInfoGet(TokenInfoGetRequest.getDefaultInstance())
                        .getServiceUserIdentity()
                        .getServiceUserName())
                .isEqualTo("ci");
    }

    @Test
    void aServiceUserMakesNoTokens() {
        ServiceUserCreateResponse made = serviceUser("ci");

        assertStatus(
                () -> client.as(made.getTokenId(), made.getTokenSecret())
                        .serviceUserCreate(ServiceUserCreateRequest.newBuilder()
                                .setName("more")
                                .build()),
                Status.Code.PERMISSION_DENIED);
    }

    @Test
    void aTokenWithoutTheScopeMakesNoServiceUser() {
        assertStatus(
                () -> developer.serviceUserCreate(
                        ServiceUserCreateRequest.newBuilder().setName("ci").build()),
                Status.Code.PERMISSION_DENIED);
    }

    @Test
    void aServiceUserExistsOnce() {
        serviceUser("ci");

        assertStatus(() -> serviceUser("ci"), Status.Code.ALREADY_EXISTS);
    }

    @Test
    void aDeletedServiceUserSignsInNoMore() {
        // Given
        ServiceUserCreateResponse made = serviceUser("ci");

        // When
        manager.serviceUserDelete(
                ServiceUserDeleteRequest.newBuilder().setServiceUserName("ci").build());

        // Then
        assertStatus(
                () -> client.as(made.getTokenId(), made.getTokenSecret()).workspaceNameLookup(EMPTY),
                Status.Code.UNAUTHENTICATED);
    }

    @Test
    void anotherWorkspacesServiceUserIsNotThere() {
        serviceUser("ci");

        assertStatus(
                () -> other.serviceUserInfo(
                        ServiceUserRequest.newBuilder().setServiceUserName("ci").build()),
                Status.Code.NOT_FOUND);
    }

    @Test
    void theDefaultEnvironmentCanBeAnother() {
        // Given
        manager.environmentCreate(
                EnvironmentCreateRequest.newBuilder().setName("prod").build());

        // When
        manager.workspaceSetDefaultEnvironment(WorkspaceSetDefaultEnvironmentRequest.newBuilder()
                .setEnvironmentName("prod")
                .build());

        // Then
        assertThat(manager.environmentList(EMPTY).getItemsList())
                .filteredOn(EnvironmentListItem::getDefault)
                .extracting(EnvironmentListItem::getName)
                .containsExactly("prod");
    }
}
