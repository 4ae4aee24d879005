/**
 * Answers the Modal client's gRPC calls by commands on the domain.
 *
 * <p>{@link dev.webendpoints.modal.ModalClientService} has one line for each call. It leads through
 * {@link dev.webendpoints.modal.Door}, where a call becomes a {@link dev.webendpoints.modal.Call} of somebody who may make
 * it and where a failure of the domain becomes a gRPC status ({@link dev.webendpoints.modal.Failures}, nowhere else), to
 * one of the small {@code …Calls} classes. What the client says of a function is read by
 * {@link dev.webendpoints.modal.FunctionReader} and {@link dev.webendpoints.modal.Unsupported}; what it is told is made by
 * {@link dev.webendpoints.modal.FunctionAnswers}. Calls that do not exist here end at
 * {@link dev.webendpoints.modal.CallRoute} with a sentence from {@link dev.webendpoints.modal.UnsupportedCalls}.
 *
 * <p>The client fires the calls of a deploy in parallel and repeats those that fail: every answer is idempotent, and only
 * {@code AppPublish} changes what is served. Generated messages stay in this package.
 */
package dev.webendpoints.modal;
