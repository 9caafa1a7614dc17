package llamaline.gateway.refusal;

/** Carries a {@link Refusal} out of the checks; it has no stack trace, for it is no defect. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    /** Refuses the request with an error. */
    public RefusedException(Refusal refusal) {
        super(refusal.message(), null, false, false);
        this.refusal = refusal;
    }

    /** Refuses a field's value. */
    public static RefusedException ofField(String field, String message) {
        return new RefusedException(Refusal.ofField(field, message));
    }

    /** The error that the caller is told. */
    public Refusal refusal() {
        return refusal;
    }
}
