package io.brownout.fleet;

/** Thrown when a request is refused, with what is answered. Nothing of it has been done. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ApiAnswer answer;

    private RefusedException(ApiAnswer answer) {
        super("refused with " + answer.status(), null, false, false);
        this.answer = answer;
    }

    /** The words are those of the protocol (balena's API, measured). */
    static RefusedException unauthorized() {
        return new RefusedException(ApiAnswer.json(401, Json.object().put("error", "API key required"))
                .with("WWW-Authenticate", "Bearer"));
    }

    /** With words of the protocol's own. */
    static RefusedException said(int status, String words) {
        return new RefusedException(ApiAnswer.text(status, words));
    }

    static RefusedException bad(String detail) {
        return new RefusedException(ApiAnswer.problem(400, "Bad Request", detail));
    }

    static RefusedException problem(int status, String title, String detail) {
        return new RefusedException(ApiAnswer.problem(status, title, detail));
    }

    ApiAnswer answer() {
        return answer;
    }
}
