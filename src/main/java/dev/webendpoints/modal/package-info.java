/**
 * Implements the Modal client's gRPC calls as commands on the domain.
 *
 * <p>{@link dev.webendpoints.modal.ModalClientService} has one line for each call. Every call passes through
 * {@link dev.webendpoints.modal.grpc.CallPipeline}, which turns it into an authenticated and authorized
 * {@link dev.webendpoints.modal.grpc.Call} and converts failures of the domain to gRPC statuses
 * ({@link dev.webendpoints.modal.grpc.GrpcStatusMapper}, nowhere else), to one of the small {@code …Calls} classes.
 * {@link dev.webendpoints.modal.FunctionReader} and {@link dev.webendpoints.modal.UnsupportedOptions} read the client's
 * definition of a function; {@link dev.webendpoints.modal.FunctionAnswers} builds the responses about it. Unknown calls
 * end at {@link dev.webendpoints.modal.CallRoute} with a message from {@link dev.webendpoints.modal.UnsupportedCalls}.
 *
 * <p>The client sends the calls of a deploy in parallel and repeats those that fail: every call is idempotent, and only
 * {@code AppPublish} changes what is served. Generated messages stay in this package.
 */
package dev.webendpoints.modal;
