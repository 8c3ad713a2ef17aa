package io.ocellus.vector.service.errors;

import io.milvus.grpc.Status;
import io.ocellus.vector.storage.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where a refusal becomes Milvus' {@link Status}: its code, its reason, and the code of older clients. */
public final class Statuses {
    private static final Logger LOG = LoggerFactory.getLogger(Statuses.class);

    private Statuses() {}

    public static Status success() {
        return Status.getDefaultInstance();
    }

    public static Status of(RuntimeException error) {
        return switch (error) {
            case Failure failure -> status(failure.code(), failure.text(), failure.retriable());
            case Refusal refusal -> status(refusal.code(), refusal.text(), false);
            default -> {
                LOG.error("A call failed for a reason of ours", error);
                yield status(5, "service internal error: " + error.getClass().getSimpleName(), false);
            }
        };
    }

    @SuppressWarnings("deprecation") // pymilvus and older clients still look at the old code.
    private static Status status(int code, String reason, boolean retriable) {
        return Status.newBuilder()
                .setCode(code)
                .setErrorCodeValue(oldCode(code))
                .setReason(reason)
                .setDetail(reason)
                .setRetriable(retriable)
                .build();
    }

    /** The numbers of the protocol's first error codes, which it calls deprecated. */
    private static int oldCode(int code) {
        return switch (code) {
            case 1 -> 56;
            case 3 -> 52;
            case 7 -> 54;
            case 8 -> 49;
            case 9 -> 48;
            case 100 -> 4;
            case 109 -> 62;
            case 200, 400 -> 15;
            case 401 -> 46;
            case 600 -> 47;
            case 700 -> 25;
            case 1100 -> 5;
            default -> 1;
        };
    }
}
