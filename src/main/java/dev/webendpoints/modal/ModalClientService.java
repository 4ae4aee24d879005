package dev.webendpoints.modal;

import jakarta.inject.Inject;

import dev.webendpoints.modal.grpc.CallHeadersInterceptor;
import dev.webendpoints.modal.grpc.CallPipeline;
import dev.webendpoints.modal.grpc.MessageInterceptor;
import io.quarkus.grpc.GrpcService;
import io.quarkus.grpc.RegisterInterceptor;

/**
 * The implemented calls. The interfaces have them by subject, each with the scope that it needs and the class that answers
 * it.
 */
@GrpcService
@RegisterInterceptor(CallHeadersInterceptor.class)
@RegisterInterceptor(MessageInterceptor.class)
class ModalClientService
        implements IdentityMethods,
                AppMethods,
                AppHandleMethods,
                DeployMethods,
                DictMethods,
                QueueMethods,
                TokenFlowMethods,
                InvocationMethods,
                VolumeMethods,
                VersionMethods,
                StatisticsMethods,
                WorkspaceMethods {

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
    AppHandleCalls appHandles;

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

    @Inject
    VersionCalls versions;

    @Inject
    StatisticsCalls statistics;

    @Override
    public VersionCalls versions() {
        return versions;
    }

    @Override
    public StatisticsCalls statistics() {
        return statistics;
    }

    @Override
    public CallPipeline pipeline() {
        return pipeline;
    }

    @Inject
    DictCalls dicts;

    @Inject
    QueueCalls queues;

    @Inject
    WorkspaceCalls workspaces;

    @Inject
    MemberTokenCalls memberTokens;

    @Inject
    ServiceUserCalls serviceUsers;

    @Inject
    TokenFlowCalls tokenFlows;

    @Override
    public TokenFlowCalls tokenFlows() {
        return tokenFlows;
    }

    @Override
    public WorkspaceCalls workspaces() {
        return workspaces;
    }

    @Override
    public MemberTokenCalls memberTokens() {
        return memberTokens;
    }

    @Override
    public ServiceUserCalls serviceUsers() {
        return serviceUsers;
    }

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

    @Override
    public IdentityCalls identity() {
        return identity;
    }

    @Override
    public EnvironmentCalls environments() {
        return environments;
    }

    @Override
    public AppCalls apps() {
        return apps;
    }

    @Override
    public AppLookups appLookups() {
        return appLookups;
    }

    @Override
    public AppHandleCalls appHandles() {
        return appHandles;
    }

    @Override
    public PublishCalls publishing() {
        return publishing;
    }

    @Override
    public LogCalls logs() {
        return logs;
    }

    @Override
    public FunctionCalls functions() {
        return functions;
    }

    @Override
    public FunctionLookups functionLookups() {
        return functionLookups;
    }

    @Override
    public AutoscalerCalls autoscalers() {
        return autoscalers;
    }

    @Override
    public ClassCalls classes() {
        return classes;
    }

    @Override
    public MountCalls mounts() {
        return mounts;
    }

    @Override
    public BlobCalls blobs() {
        return blobs;
    }

    @Override
    public ImageCalls images() {
        return images;
    }

    @Override
    public SecretCalls secrets() {
        return secrets;
    }

    @Override
    public ProxyTokenCalls proxyTokens() {
        return proxyTokens;
    }

    @Override
    public TaskCalls tasks() {
        return tasks;
    }
}
