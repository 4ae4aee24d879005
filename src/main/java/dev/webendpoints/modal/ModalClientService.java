package dev.webendpoints.modal;

import jakarta.inject.Inject;

import com.google.protobuf.Empty;

import dev.webendpoints.modal.generated.AppClientDisconnectRequest;
import dev.webendpoints.modal.generated.AppCountLogsRequest;
import dev.webendpoints.modal.generated.AppCountLogsResponse;
import dev.webendpoints.modal.generated.AppCreateRequest;
import dev.webendpoints.modal.generated.AppCreateResponse;
import dev.webendpoints.modal.generated.AppDeploymentHistoryRequest;
import dev.webendpoints.modal.generated.AppDeploymentHistoryResponse;
import dev.webendpoints.modal.generated.AppFetchLogsRequest;
import dev.webendpoints.modal.generated.AppFetchLogsResponse;
import dev.webendpoints.modal.generated.AppGetByDeploymentNameRequest;
import dev.webendpoints.modal.generated.AppGetByDeploymentNameResponse;
import dev.webendpoints.modal.generated.AppGetInfoRequest;
import dev.webendpoints.modal.generated.AppGetInfoResponse;
import dev.webendpoints.modal.generated.AppGetLayoutRequest;
import dev.webendpoints.modal.generated.AppGetLayoutResponse;
import dev.webendpoints.modal.generated.AppGetLifecycleRequest;
import dev.webendpoints.modal.generated.AppGetLifecycleResponse;
import dev.webendpoints.modal.generated.AppGetLogsRequest;
import dev.webendpoints.modal.generated.AppHeartbeatRequest;
import dev.webendpoints.modal.generated.AppListRequest;
import dev.webendpoints.modal.generated.AppListResponse;
import dev.webendpoints.modal.generated.AppPublishRequest;
import dev.webendpoints.modal.generated.AppPublishResponse;
import dev.webendpoints.modal.generated.AppStopRequest;
import dev.webendpoints.modal.generated.AuthTokenGetRequest;
import dev.webendpoints.modal.generated.AuthTokenGetResponse;
import dev.webendpoints.modal.generated.BlobCreateRequest;
import dev.webendpoints.modal.generated.BlobCreateResponse;
import dev.webendpoints.modal.generated.ClassCreateRequest;
import dev.webendpoints.modal.generated.ClassCreateResponse;
import dev.webendpoints.modal.generated.ClassGetRequest;
import dev.webendpoints.modal.generated.ClassGetResponse;
import dev.webendpoints.modal.generated.ClientHelloResponse;
import dev.webendpoints.modal.generated.ContainerStopRequest;
import dev.webendpoints.modal.generated.ContainerStopResponse;
import dev.webendpoints.modal.generated.EnvironmentCreateRequest;
import dev.webendpoints.modal.generated.EnvironmentGetOrCreateRequest;
import dev.webendpoints.modal.generated.EnvironmentGetOrCreateResponse;
import dev.webendpoints.modal.generated.EnvironmentListResponse;
import dev.webendpoints.modal.generated.FunctionBindParamsRequest;
import dev.webendpoints.modal.generated.FunctionBindParamsResponse;
import dev.webendpoints.modal.generated.FunctionCreateRequest;
import dev.webendpoints.modal.generated.FunctionCreateResponse;
import dev.webendpoints.modal.generated.FunctionGetByIdRequest;
import dev.webendpoints.modal.generated.FunctionGetByIdResponse;
import dev.webendpoints.modal.generated.FunctionGetRequest;
import dev.webendpoints.modal.generated.FunctionGetResponse;
import dev.webendpoints.modal.generated.FunctionGetSchedulingParamsRequest;
import dev.webendpoints.modal.generated.FunctionGetSchedulingParamsResponse;
import dev.webendpoints.modal.generated.FunctionPrecreateRequest;
import dev.webendpoints.modal.generated.FunctionPrecreateResponse;
import dev.webendpoints.modal.generated.FunctionUpdateSchedulingParamsRequest;
import dev.webendpoints.modal.generated.FunctionUpdateSchedulingParamsResponse;
import dev.webendpoints.modal.generated.ImageGetOrCreateRequest;
import dev.webendpoints.modal.generated.ImageGetOrCreateResponse;
import dev.webendpoints.modal.generated.ImageJoinStreamingRequest;
import dev.webendpoints.modal.generated.ImageJoinStreamingResponse;
import dev.webendpoints.modal.generated.MountBatchedCheckExistenceRequest;
import dev.webendpoints.modal.generated.MountBatchedCheckExistenceResponse;
import dev.webendpoints.modal.generated.MountGetOrCreateRequest;
import dev.webendpoints.modal.generated.MountGetOrCreateResponse;
import dev.webendpoints.modal.generated.MountPutFileRequest;
import dev.webendpoints.modal.generated.MountPutFileResponse;
import dev.webendpoints.modal.generated.SecretDeleteRequest;
import dev.webendpoints.modal.generated.SecretGetOrCreateRequest;
import dev.webendpoints.modal.generated.SecretGetOrCreateResponse;
import dev.webendpoints.modal.generated.SecretListRequest;
import dev.webendpoints.modal.generated.SecretListResponse;
import dev.webendpoints.modal.generated.TaskGetInfoRequest;
import dev.webendpoints.modal.generated.TaskGetInfoResponse;
import dev.webendpoints.modal.generated.TaskListRequest;
import dev.webendpoints.modal.generated.TaskListResponse;
import dev.webendpoints.modal.generated.TaskLogsBatch;
import dev.webendpoints.modal.generated.TokenCreateResponse;
import dev.webendpoints.modal.generated.TokenDeleteRequest;
import dev.webendpoints.modal.generated.TokenInfoGetRequest;
import dev.webendpoints.modal.generated.TokenInfoGetResponse;
import dev.webendpoints.modal.generated.WebhookToken;
import dev.webendpoints.modal.generated.WebhookTokenCreateRequest;
import dev.webendpoints.modal.generated.WebhookTokenEnvironmentRequest;
import dev.webendpoints.modal.generated.WebhookTokenListForEnvironmentRequest;
import dev.webendpoints.modal.generated.WebhookTokenListResponse;
import dev.webendpoints.modal.generated.WebhookTokenUpdateRequest;
import dev.webendpoints.modal.generated.WorkspaceNameLookupResponse;
import dev.webendpoints.modal.grpc.CallHeadersInterceptor;
import dev.webendpoints.modal.grpc.CallPipeline;
import dev.webendpoints.modal.grpc.MessageInterceptor;
import io.quarkus.grpc.GrpcService;
import io.quarkus.grpc.RegisterInterceptor;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import static dev.webendpoints.identity.Scopes.ENDPOINTS_READ;
import static dev.webendpoints.identity.Scopes.ENDPOINTS_WRITE;
import static dev.webendpoints.identity.Scopes.PROXY_TOKENS_READ;
import static dev.webendpoints.identity.Scopes.PROXY_TOKENS_WRITE;

/** The implemented calls, with the scope that each needs and the class that answers it. */
@GrpcService
@RegisterInterceptor(CallHeadersInterceptor.class)
@RegisterInterceptor(MessageInterceptor.class)
class ModalClientService implements DictMethods, QueueMethods, InvocationMethods, VolumeMethods {

    @Inject
    CallPipeline pipeline;

    @Inject
    IdentityCalls identity;

    @Inject
    EnvironmentCalls environments;

    @Inject
    AppCalls apps;

    @Inject
    AppLookups appLookups;

    @Inject
    PublishCalls publishing;

    @Inject
    LogCalls logs;

    @Inject
    FunctionCalls functions;

    @Inject
    FunctionLookups functionLookups;

    @Inject
    AutoscalerCalls autoscalers;

    @Inject
    ClassCalls classes;

    @Inject
    MountCalls mounts;

    @Inject
    BlobCalls blobs;

    @Inject
    ImageCalls images;

    @Inject
    SecretCalls secrets;

    @Inject
    VolumeCalls volumes;

    @Inject
    VolumeFileCalls volumeFiles;

    @Inject
    ProxyTokenCalls proxyTokens;

    @Inject
    TaskCalls tasks;

    @Inject
    InvocationCalls invocations;

    @Inject
    InvocationLookups invocationLookups;

    @Override
    public CallPipeline pipeline() {
        return pipeline;
    }

    @Inject
    DictCalls dicts;

    @Inject
    QueueCalls queues;

    @Override
    public DictCalls dicts() {
        return dicts;
    }

    @Override
    public QueueCalls queues() {
        return queues;
    }

    @Override
    public InvocationCalls invocations() {
        return invocations;
    }

    @Override
    public InvocationLookups invocationLookups() {
        return invocationLookups;
    }

    @Override
    public VolumeCalls volumes() {
        return volumes;
    }

    @Override
    public VolumeFileCalls volumeFiles() {
        return volumeFiles;
    }

    // Identity

    @Override
    public Uni<ClientHelloResponse> clientHello(Empty request) {
        return pipeline.answer(ENDPOINTS_READ, identity::hello);
    }

    @Override
    public Uni<AuthTokenGetResponse> authTokenGet(AuthTokenGetRequest request) {
        return pipeline.answer(ENDPOINTS_READ, identity::authToken);
    }

    @Override
    public Uni<TokenInfoGetResponse> tokenInfoGet(TokenInfoGetRequest request) {
        return pipeline.answer(ENDPOINTS_READ, identity::tokenInfo);
    }

    @Override
    public Uni<WorkspaceNameLookupResponse> workspaceNameLookup(Empty request) {
        return pipeline.answer(ENDPOINTS_READ, identity::workspace);
    }

    // Environments

    @Override
    public Uni<EnvironmentGetOrCreateResponse> environmentGetOrCreate(EnvironmentGetOrCreateRequest request) {
        return pipeline.answer(ENDPOINTS_WRITE, call -> environments.getOrCreate(call, request));
    }

    @Override
    public Uni<Empty> environmentCreate(EnvironmentCreateRequest request) {
        return pipeline.answer(ENDPOINTS_WRITE, call -> environments.create(call, request));
    }

    @Override
    public Uni<EnvironmentListResponse> environmentList(Empty request) {
        return pipeline.answer(ENDPOINTS_READ, environments::list);
    }

    // Apps

    @Override
    public Uni<AppGetByDeploymentNameResponse> appGetByDeploymentName(AppGetByDeploymentNameRequest request) {
        return pipeline.answer(ENDPOINTS_READ, call -> apps.byName(call, request));
    }

    @Override
    public Uni<AppCreateResponse> appCreate(AppCreateRequest request) {
        return pipeline.answer(ENDPOINTS_WRITE, call -> apps.create(call, request));
    }

    @Override
    public Uni<AppGetLayoutResponse> appGetLayout(AppGetLayoutRequest request) {
        return pipeline.answer(ENDPOINTS_READ, call -> appLookups.layout(call, request));
    }

    @Override
    public Uni<Empty> appHeartbeat(AppHeartbeatRequest request) {
        return pipeline.answer(ENDPOINTS_WRITE, call -> apps.heartbeat(call, request));
    }

    @Override
    public Uni<AppPublishResponse> appPublish(AppPublishRequest request) {
        return pipeline.answer(ENDPOINTS_WRITE, call -> publishing.publish(call, request));
    }

    @Override
    public Uni<Empty> appClientDisconnect(AppClientDisconnectRequest request) {
        return pipeline.answer(ENDPOINTS_WRITE, call -> apps.disconnect(call, request));
    }

    @Override
    public Uni<Empty> appStop(AppStopRequest request) {
        return pipeline.answer(ENDPOINTS_WRITE, call -> apps.stop(call, request));
    }

    @Override
    public Uni<AppListResponse> appList(AppListRequest request) {
        return pipeline.answer(ENDPOINTS_READ, call -> appLookups.list(call, request));
    }

    @Override
    public Uni<AppGetLifecycleResponse> appGetLifecycle(AppGetLifecycleRequest request) {
        return pipeline.answer(ENDPOINTS_READ, call -> appLookups.lifecycle(call, request));
    }

    @Override
    public Uni<AppGetInfoResponse> appGetInfo(AppGetInfoRequest request) {
        return pipeline.answer(ENDPOINTS_READ, call -> appLookups.info(call, request));
    }

    @Override
    public Uni<AppDeploymentHistoryResponse> appDeploymentHistory(AppDeploymentHistoryRequest request) {
        return pipeline.answer(ENDPOINTS_READ, call -> appLookups.history(call, request));
    }

    @Override
    public Multi<TaskLogsBatch> appGetLogs(AppGetLogsRequest request) {
        return pipeline.stream(ENDPOINTS_READ, call -> logs.follow(call, request));
    }

    @Override
    public Uni<AppFetchLogsResponse> appFetchLogs(AppFetchLogsRequest request) {
        return pipeline.answer(ENDPOINTS_READ, call -> logs.fetch(call, request));
    }

    @Override
    public Uni<AppCountLogsResponse> appCountLogs(AppCountLogsRequest request) {
        return pipeline.answer(ENDPOINTS_READ, call -> logs.count(call, request));
    }

    // Functions and classes

    @Override
    public Uni<FunctionPrecreateResponse> functionPrecreate(FunctionPrecreateRequest request) {
        return pipeline.answer(ENDPOINTS_WRITE, call -> functions.precreate(call, request));
    }

    @Override
    public Uni<FunctionCreateResponse> functionCreate(FunctionCreateRequest request) {
        return pipeline.answer(ENDPOINTS_WRITE, call -> functions.create(call, request));
    }

    @Override
    public Uni<FunctionGetResponse> functionGet(FunctionGetRequest request) {
        return pipeline.answer(ENDPOINTS_READ, call -> functionLookups.find(call, request));
    }

    @Override
    public Uni<FunctionGetByIdResponse> functionGetById(FunctionGetByIdRequest request) {
        return pipeline.answer(ENDPOINTS_READ, call -> functionLookups.findById(call, request));
    }

    @Override
    public Uni<FunctionBindParamsResponse> functionBindParams(FunctionBindParamsRequest request) {
        return pipeline.answer(ENDPOINTS_READ, call -> functionLookups.bind(call, request));
    }

    @Override
    public Uni<FunctionGetSchedulingParamsResponse> functionGetSchedulingParams(
            FunctionGetSchedulingParamsRequest request) {
        return pipeline.answer(ENDPOINTS_READ, call -> autoscalers.settings(call, request));
    }

    @Override
    public Uni<FunctionUpdateSchedulingParamsResponse> functionUpdateSchedulingParams(
            FunctionUpdateSchedulingParamsRequest request) {
        return pipeline.answer(ENDPOINTS_WRITE, call -> autoscalers.update(call, request));
    }

    @Override
    public Uni<ClassCreateResponse> classCreate(ClassCreateRequest request) {
        return pipeline.answer(ENDPOINTS_WRITE, call -> classes.create(call, request));
    }

    @Override
    public Uni<ClassGetResponse> classGet(ClassGetRequest request) {
        return pipeline.answer(ENDPOINTS_READ, call -> classes.find(call, request));
    }

    // Files

    @Override
    public Uni<MountBatchedCheckExistenceResponse> mountBatchedCheckExistence(
            MountBatchedCheckExistenceRequest request) {
        return pipeline.answer(ENDPOINTS_WRITE, call -> mounts.missing(call, request));
    }

    @Override
    public Uni<MountPutFileResponse> mountPutFile(MountPutFileRequest request) {
        return pipeline.answer(ENDPOINTS_WRITE, call -> mounts.put(call, request));
    }

    @Override
    public Uni<MountGetOrCreateResponse> mountGetOrCreate(MountGetOrCreateRequest request) {
        return pipeline.answer(ENDPOINTS_WRITE, call -> mounts.getOrCreate(call, request));
    }

    @Override
    public Uni<BlobCreateResponse> blobCreate(BlobCreateRequest request) {
        return pipeline.answer(ENDPOINTS_WRITE, call -> blobs.create(call, request));
    }

    // Images

    @Override
    public Uni<ImageGetOrCreateResponse> imageGetOrCreate(ImageGetOrCreateRequest request) {
        return pipeline.answer(ENDPOINTS_WRITE, call -> images.getOrCreate(call, request));
    }

    @Override
    public Multi<ImageJoinStreamingResponse> imageJoinStreaming(ImageJoinStreamingRequest request) {
        return pipeline.stream(ENDPOINTS_WRITE, call -> images.follow(call, request));
    }

    // Secrets

    @Override
    public Uni<SecretGetOrCreateResponse> secretGetOrCreate(SecretGetOrCreateRequest request) {
        return pipeline.answer(ENDPOINTS_WRITE, call -> secrets.getOrCreate(call, request));
    }

    @Override
    public Uni<SecretListResponse> secretList(SecretListRequest request) {
        return pipeline.answer(ENDPOINTS_READ, call -> secrets.list(call, request));
    }

    @Override
    public Uni<Empty> secretDelete(SecretDeleteRequest request) {
        return pipeline.answer(ENDPOINTS_WRITE, call -> secrets.delete(call, request));
    }

    // Proxy tokens

    @Override
    public Uni<TokenCreateResponse> webhookTokenCreate(WebhookTokenCreateRequest request) {
        return pipeline.answer(PROXY_TOKENS_WRITE, call -> proxyTokens.create(call, request));
    }

    @Override
    public Uni<WebhookTokenListResponse> webhookTokenList(Empty request) {
        return pipeline.answer(PROXY_TOKENS_READ, proxyTokens::list);
    }

    @Override
    public Uni<WebhookTokenListResponse> webhookTokenListForEnvironment(WebhookTokenListForEnvironmentRequest request) {
        return pipeline.answer(PROXY_TOKENS_READ, call -> proxyTokens.list(call, request));
    }

    @Override
    public Uni<WebhookToken> webhookTokenUpdate(WebhookTokenUpdateRequest request) {
        return pipeline.answer(PROXY_TOKENS_WRITE, call -> proxyTokens.update(call, request));
    }

    @Override
    public Uni<Empty> webhookTokenDelete(TokenDeleteRequest request) {
        return pipeline.answer(PROXY_TOKENS_WRITE, call -> proxyTokens.delete(call, request));
    }

    @Override
    public Uni<Empty> webhookTokenEnvironmentAdd(WebhookTokenEnvironmentRequest request) {
        return pipeline.answer(PROXY_TOKENS_WRITE, call -> proxyTokens.allow(call, request));
    }

    @Override
    public Uni<Empty> webhookTokenEnvironmentRemove(WebhookTokenEnvironmentRequest request) {
        return pipeline.answer(PROXY_TOKENS_WRITE, call -> proxyTokens.revoke(call, request));
    }

    // Workers

    @Override
    public Uni<TaskListResponse> taskList(TaskListRequest request) {
        return pipeline.answer(ENDPOINTS_READ, call -> tasks.list(call, request));
    }

    @Override
    public Uni<TaskGetInfoResponse> taskGetInfo(TaskGetInfoRequest request) {
        return pipeline.answer(ENDPOINTS_READ, call -> tasks.info(call, request));
    }

    @Override
    public Uni<ContainerStopResponse> containerStop(ContainerStopRequest request) {
        return pipeline.answer(ENDPOINTS_WRITE, call -> tasks.stop(call, request));
    }
}
