/**
 * What every gRPC call of the Modal client passes through: {@link dev.webendpoints.modal.grpc.CallPipeline} turns it into an
 * authenticated and authorized {@link dev.webendpoints.modal.grpc.Call}, and
 * {@link dev.webendpoints.modal.grpc.GrpcStatusMapper}, and no other class, converts failures of the domain to gRPC statuses.
 * Messages are collected within the limits of {@link dev.webendpoints.modal.grpc.MessageMemory}.
 */
package dev.webendpoints.modal.grpc;
