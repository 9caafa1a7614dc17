package llamaline.gateway.request;

/** The protocol of a call: HTTP and gRPC spell some fields differently. */
public enum Spelling {
    HTTP,
    GRPC
}
