package dev.webendpoints.modal;

import dev.webendpoints.modal.generated.AppGetTimeRangeStatsRequest;
import dev.webendpoints.modal.generated.AppGetTimeRangeStatsResponse;
import dev.webendpoints.modal.generated.FunctionCallCountRequest;
import dev.webendpoints.modal.generated.FunctionCallCountResponse;
import dev.webendpoints.modal.generated.FunctionCallFetchRequest;
import dev.webendpoints.modal.generated.FunctionCallFetchResponse;
import dev.webendpoints.modal.generated.FunctionGetTimeRangeStatsRequest;
import dev.webendpoints.modal.generated.FunctionGetTimeRangeStatsResponse;
import dev.webendpoints.modal.generated.ModalClient;
import dev.webendpoints.modal.grpc.CallPipeline;
import io.smallrye.mutiny.Uni;

import static dev.webendpoints.identity.Scopes.ENDPOINTS_READ;

/** The part of {@link ModalClientService} that lists and counts the inputs of functions. */
interface StatisticsMethods extends ModalClient {

    CallPipeline pipeline();

    StatisticsCalls statistics();

    @Override
    default Uni<AppGetTimeRangeStatsResponse> appGetTimeRangeStats(AppGetTimeRangeStatsRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> statistics().ofApp(call, request));
    }

    @Override
    default Uni<FunctionGetTimeRangeStatsResponse> functionGetTimeRangeStats(FunctionGetTimeRangeStatsRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> statistics().ofFunction(call, request));
    }

    @Override
    default Uni<FunctionCallFetchResponse> functionCallFetch(FunctionCallFetchRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> statistics().inputs(call, request));
    }

    @Override
    default Uni<FunctionCallCountResponse> functionCallCount(FunctionCallCountRequest request) {
        return pipeline().answer(ENDPOINTS_READ, call -> statistics().count(call, request));
    }
}
