package dev.webendpoints.modal;

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
import dev.webendpoints.modal.generated.ContainerStopRequest;
import dev.webendpoints.modal.generated.ContainerStopResponse;
import dev.webendpoints.modal.generated.ModalClient;
import dev.webendpoints.modal.generated.TaskGetInfoRequest;
import dev.webendpoints.modal.generated.TaskGetInfoResponse;
import dev.webendpoints.modal.generated.TaskListRequest;
import dev.webendpoints.modal.generated.TaskListResponse;
import dev.webendpoints.modal.generated.TaskLogsBatch;
import dev.webendpoints.modal.grpc.CallPipeline;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import static dev.webendpoints.identity.Scopes.ENDPOINTS_READ;
import static dev.webendpoints.identity.Scopes.ENDPOINTS_WRITE;

/** The part of {@link ModalClientService} for apps, their logs and their workers. */
interface AppMethods extends ModalClient {

    CallPipeline pipeline();

    AppCalls apps();

    AppLookups appLookups();

    PublishCalls publishing();

    LogCalls logs();

    TaskCalls tasks();

    @Override
    default Uni<AppGetByDeploymentNameResponse> appGetByDeploymentName(AppGetByDeploymentNameRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> apps().byName(call, request));
    }

    @Override
    default Uni<AppCreateResponse> appCreate(AppCreateRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> apps().create(call, request));
    }

    @Override
    default Uni<AppGetLayoutResponse> appGetLayout(AppGetLayoutRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> appLookups().layout(call, request));
    }

    @Override
    default Uni<Empty> appHeartbeat(AppHeartbeatRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> apps().heartbeat(call, request));
    }

    @Override
    default Uni<AppPublishResponse> appPublish(AppPublishRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> publishing().publish(call, request));
    }

    @Override
    default Uni<Empty> appClientDisconnect(AppClientDisconnectRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> apps().disconnect(call, request));
    }

    @Override
    default Uni<Empty> appStop(AppStopRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> apps().stop(call, request));
    }

    @Override
    default Uni<AppListResponse> appList(AppListRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> appLookups().list(call, request));
    }

    @Override
    default Uni<AppGetLifecycleResponse> appGetLifecycle(AppGetLifecycleRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> appLookups().lifecycle(call, request));
    }

    @Override
    default Uni<AppGetInfoResponse> appGetInfo(AppGetInfoRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> appLookups().info(call, request));
    }

    @Override
    default Uni<AppDeploymentHistoryResponse> appDeploymentHistory(AppDeploymentHistoryRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> appLookups().history(call, request));
    }

    @Override
    default Multi<TaskLogsBatch> appGetLogs(AppGetLogsRequest request) {
        return pipeline().stream(ENDPOINTS_READ, call -> logs().follow(call, request));
    }

    @Override
    default Uni<AppFetchLogsResponse> appFetchLogs(AppFetchLogsRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> logs().fetch(call, request));
    }

    @Override
    default Uni<AppCountLogsResponse> appCountLogs(AppCountLogsRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> logs().count(call, request));
    }

    @Override
    default Uni<TaskListResponse> taskList(TaskListRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> tasks().list(call, request));
    }

    @Override
    default Uni<TaskGetInfoResponse> taskGetInfo(TaskGetInfoRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> tasks().info(call, request));
    }

    @Override
    default Uni<ContainerStopResponse> containerStop(ContainerStopRequest request) {
        return pipeline().answer(ENDPOINTS_WRITE, call -> tasks().stop(call, request));
    }
}
