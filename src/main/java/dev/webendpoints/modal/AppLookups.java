package dev.webendpoints.modal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import dev.webendpoints.app.App;
import dev.webendpoints.app.AppClasses;
import dev.webendpoints.app.Apps;
import dev.webendpoints.app.Deployment;
import dev.webendpoints.app.Functions;
import dev.webendpoints.app.PublishedFunction;
import dev.webendpoints.app.publication.Redeployment;
import dev.webendpoints.function.CallSchedule;
import dev.webendpoints.function.FunctionSpec.WebMethod;
import dev.webendpoints.identity.Environments;
import dev.webendpoints.modal.generated.AppDeploymentHistoryItem;
import dev.webendpoints.modal.generated.AppDeploymentHistoryRequest;
import dev.webendpoints.modal.generated.AppDeploymentHistoryResponse;
import dev.webendpoints.modal.generated.AppGetInfoRequest;
import dev.webendpoints.modal.generated.AppGetInfoResponse;
import dev.webendpoints.modal.generated.AppGetLayoutRequest;
import dev.webendpoints.modal.generated.AppGetLayoutResponse;
import dev.webendpoints.modal.generated.AppGetLifecycleRequest;
import dev.webendpoints.modal.generated.AppGetLifecycleResponse;
import dev.webendpoints.modal.generated.AppHandleMetadata;
import dev.webendpoints.modal.generated.AppLayout;
import dev.webendpoints.modal.generated.AppListItem;
import dev.webendpoints.modal.generated.AppListRequest;
import dev.webendpoints.modal.generated.AppListResponse;
import dev.webendpoints.modal.generated.DeploymentType;
import dev.webendpoints.modal.generated.FunctionInfoSummary;
import dev.webendpoints.modal.grpc.Call;
import io.smallrye.mutiny.Uni;

/** Lookups of apps: {@code modal app list}, {@code history}, {@code info}, and the ids that a redeploy keeps. */
@ApplicationScoped
class AppLookups {

    private final Apps apps;
    private final Functions functions;
    private final AppClasses classes;
    private final Environments environments;
    private final Redeployment redeployment;

    AppLookups(
            Apps apps, Functions functions, AppClasses classes, Environments environments, Redeployment redeployment) {
        this.apps = apps;
        this.functions = functions;
        this.classes = classes;
        this.environments = environments;
        this.redeployment = redeployment;
    }

    Uni<AppGetLifecycleResponse> lifecycle(Call call, AppGetLifecycleRequest request) {
        return apps.find(call.caller(), request.getAppId())
                .map(app -> AppGetLifecycleResponse.newBuilder()
                        .setLifecycle(AppStates.lifecycle(app))
                        .build());
    }

    Uni<AppGetLayoutResponse> layout(Call call, AppGetLayoutRequest request) {
        if (call.caller().worker().stream().noneMatch(worker -> worker.appId().equals(request.getAppId()))) {
            call.refuseFromWorker("reading the layout of another app");
        }
        return classes.ofApp(call.caller(), request.getAppId())
                .chain(classIds -> functions
                        .ofApp(call.caller(), request.getAppId())
                        .map(published -> AppGetLayoutResponse.newBuilder()
                                .setAppLayout(AppLayout.newBuilder()
                                        .putAllFunctionIds(idsByTag(published))
                                        .putAllClassIds(classIds))
                                .build()));
    }

    Uni<AppListResponse> list(Call call, AppListRequest request) {
        return environments
                .find(call.caller(), request.getEnvironmentName())
                .chain(environment -> apps.list(call.caller(), environment.id))
                .map(found -> AppListResponse.newBuilder()
                        .addAllApps(found.stream().map(AppLookups::item).toList())
                        .build());
    }

    Uni<AppDeploymentHistoryResponse> history(Call call, AppDeploymentHistoryRequest request) {
        return apps.find(call.caller(), request.getAppId())
                .chain(app -> apps.history(call.caller(), app.id).map(found -> history(app, found)));
    }

    /** The served version comes first, since the client prints the first one in bold; it sorts by version itself. */
    private AppDeploymentHistoryResponse history(App app, List<Deployment> found) {
        AppDeploymentHistoryResponse.Builder answer = AppDeploymentHistoryResponse.newBuilder();
        found.stream()
                .filter(each -> each.key.version() == app.version)
                .forEach(each -> answer.addAppDeploymentHistories(item(app, each)));
        found.stream()
                .filter(each -> each.key.version() != app.version)
                .forEach(each -> answer.addAppDeploymentHistories(item(app, each)));
        return answer.build();
    }

    Uni<AppGetInfoResponse> info(Call call, AppGetInfoRequest request) {
        return apps.find(call.caller(), request.getAppId())
                .chain(app -> environments
                        .findById(call.caller(), app.environmentId)
                        .chain(environment -> functions
                                .ofApp(call.caller(), app.id)
                                .map(published -> info(app, environment.name, published))));
    }

    private static AppGetInfoResponse info(App app, String environment, List<PublishedFunction> published) {
        AppGetInfoResponse.Builder answer = AppGetInfoResponse.newBuilder()
                .setInfo(AppHandleMetadata.newBuilder()
                        .setAppId(app.id)
                        .setDescription(app.nameInUrls())
                        .setEnvironmentName(environment)
                        .setLifecycle(AppStates.lifecycle(app))
                        .putAllFunctions(idsByTag(published)));
        published.forEach(each -> answer.putFunctionInfoSummaries(each.function().id, summary(each)));
        return answer.build();
    }

    private static FunctionInfoSummary summary(PublishedFunction published) {
        List<WebMethod> web = published.definition().spec.webMethods();
        FunctionInfoSummary.Builder summary = FunctionInfoSummary.newBuilder().setWebFunction(!web.isEmpty());
        if (!web.isEmpty()) {
            summary.setRequiresProxyAuth(web.stream().allMatch(WebMethod::requiresProxyAuth));
        }
        CallSchedule schedule = published.definition().spec.schedule();
        if (schedule != null) {
            summary.setSchedule(ScheduleMessages.write(schedule));
        }
        return summary.build();
    }

    private static Map<String, String> idsByTag(List<PublishedFunction> published) {
        return published.stream().collect(Collectors.toMap(each -> each.function().tag, each -> each.function().id));
    }

    private static AppListItem item(App app) {
        return AppListItem.newBuilder()
                .setAppId(app.id)
                .setDescription(app.description)
                .setName(Optional.ofNullable(app.name).orElse(""))
                .setState(AppStates.code(app.state))
                .setCreatedAt(Timestamps.seconds(app.createdAt))
                .setStoppedAt(Timestamps.seconds(app.stoppedAt))
                .build();
    }

    private AppDeploymentHistoryItem item(App app, Deployment deployment) {
        AppDeploymentHistoryItem.Builder item = AppDeploymentHistoryItem.newBuilder()
                .setAppId(deployment.key.appId())
                .setVersion(deployment.key.version())
                .setClientVersion(deployment.clientVersion)
                .setDeployedAt(Timestamps.seconds(deployment.deployedAt))
                .setDeployedBy(deployment.deployedBy)
                .setTag(deployment.tag)
                .setDeploymentType(DeploymentType.valueOf("DEPLOYMENT_TYPE_" + deployment.kind.name()))
                .setRollbackVersion(
                        Optional.ofNullable(deployment.sourceVersion).orElse(0))
                .setRollbackAllowed(redeployment.allowsRollback(app, deployment));
        Optional.ofNullable(deployment.commitInfo).map(CommitInfoJson::fromJson).ifPresent(item::setCommitInfo);
        return item.build();
    }
}
