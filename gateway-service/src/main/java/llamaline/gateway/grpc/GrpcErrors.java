package llamaline.gateway.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusalCode;

/**
 * Errors as gRPC tells them. Every status is set here: with an {@code ErrorInfo}, with the field
 * that is to blame, and with when to try again.
 */
final class GrpcErrors {
    private static final String DOMAIN = "llamaline";
    private static final int RETRY_SOON_SECONDS = 1;
    private static final int RETRY_LATER_SECONDS = 5;

    private GrpcErrors() {}

    static StatusRuntimeException of(Refusal refusal) {
        RefusalCode code = refusal.code();
        Status.Builder status =
                Status.newBuilder()
                        .setCode(status(code).getNumber())
                        .setMessage(refusal.message())
                        .addDetails(
                                Any.pack(
                                        ErrorInfo.newBuilder()
                                                .setReason(code.name())
                                                .setDomain(DOMAIN)
                                                .build()));
        if (refusal.param() != null) {
            status.addDetails(Any.pack(violation(refusal.param(), refusal.message())));
        }
        int retrySeconds = retrySeconds(code);
        if (retrySeconds > 0) {
            status.addDetails(Any.pack(retry(retrySeconds)));
        }
        return StatusProto.toStatusRuntimeException(status.build());
    }

    private static BadRequest violation(String field, String description) {
        return BadRequest.newBuilder()
                .addFieldViolations(
                        BadRequest.FieldViolation.newBuilder()
                                .setField(field)
                                .setDescription(description))
                .build();
    }

    private static RetryInfo retry(int seconds) {
        return RetryInfo.newBuilder()
                .setRetryDelay(Duration.newBuilder().setSeconds(seconds))
                .build();
    }

    private static int retrySeconds(RefusalCode code) {
        return switch (code) {
            case OVERLOADED -> RETRY_SOON_SECONDS;
            case UNAVAILABLE -> RETRY_LATER_SECONDS;
            case INVALID_REQUEST,
                    CONTEXT_LENGTH_EXCEEDED,
                    MODEL_NOT_FOUND,
                    DEADLINE_EXCEEDED,
                    INTERNAL,
                    BODY_TIMEOUT,
                    BODY_TOO_LARGE,
                    UNSUPPORTED_MEDIA_TYPE,
                    UNSUPPORTED_ENCODING,
                    ROUTE_NOT_FOUND,
                    METHOD_NOT_ALLOWED,
                    FOREIGN_ORIGIN ->
                    0;
        };
    }

    private static Code status(RefusalCode code) {
        return switch (code) {
            case INVALID_REQUEST, CONTEXT_LENGTH_EXCEEDED, UNSUPPORTED_MEDIA_TYPE ->
                    Code.INVALID_ARGUMENT;
            case MODEL_NOT_FOUND -> Code.NOT_FOUND;
            case UNAVAILABLE -> Code.UNAVAILABLE;
            case OVERLOADED, BODY_TOO_LARGE -> Code.RESOURCE_EXHAUSTED;
            case DEADLINE_EXCEEDED, BODY_TIMEOUT -> Code.DEADLINE_EXCEEDED;
            case INTERNAL -> Code.INTERNAL;
            case ROUTE_NOT_FOUND, METHOD_NOT_ALLOWED, UNSUPPORTED_ENCODING -> Code.UNIMPLEMENTED;
            case FOREIGN_ORIGIN -> Code.PERMISSION_DENIED;
        };
    }
}
