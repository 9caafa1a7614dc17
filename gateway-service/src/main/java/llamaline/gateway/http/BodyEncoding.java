package llamaline.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.Optional;
import llamaline.gateway.refusal.Refusal;
import llamaline.gateway.refusal.RefusalCode;
import llamaline.gateway.refusal.ShownText;

/** Bodies are read as they come: one that is compressed is refused (RFC 9110, section 15.5.16). */
final class BodyEncoding {
    static final String IDENTITY = "identity";

    private BodyEncoding() {}

    /** Names the first encoding of the request's body that is not read. */
    static Optional<Refusal> refusal(HttpServerRequest request) {
        return request.headers().getAll("content-encoding").stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(encoding -> !encoding.isEmpty() && !encoding.equalsIgnoreCase(IDENTITY))
                .findFirst()
                .map(BodyEncoding::refused);
    }

    private static Refusal refused(String encoding) {
        return new Refusal(
                RefusalCode.UNSUPPORTED_ENCODING,
                "The Content-Encoding '%s' is not supported; '%s' is allowed."
                        .formatted(ShownText.shortened(encoding), IDENTITY),
                null);
    }
}
