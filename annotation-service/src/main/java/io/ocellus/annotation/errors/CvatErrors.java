package io.ocellus.annotation.errors;

import io.ocellus.annotation.model.Failure;
import io.ocellus.objectstorage.ObjectStorageFailure;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;

/**
 * What CVAT answers to each failure. Never shows a stack trace or a class name: what nobody foresaw is logged in full and answered with a
 * 500 that says only so.
 */
final class CvatErrors {
    private static final Logger LOG = LoggerFactory.getLogger(CvatErrors.class);

    private CvatErrors() {}

    /** The answer: a JSON value as Jackson writes it, and headers beside it. */
    record Answer(HttpStatusCode status, Object body, Map<String, String> headers) {
        static Answer detail(HttpStatus status, String text) {
            return new Answer(status, Map.of("detail", text), Map.of());
        }

        Answer with(String header, String value) {
            return new Answer(status, body, Map.of(header, value));
        }
    }

    static Answer of(Throwable error) {
        return known(error).orElseGet(() -> {
            LOG.error("A request failed", error);
            return Answer.detail(HttpStatus.INTERNAL_SERVER_ERROR, "A server error occurred.");
        });
    }

    private static Optional<Answer> known(Throwable error) {
        return Optional.ofNullable(
                switch (error) {
                    case Failure failure -> failure(failure);
                    case MethodArgumentTypeMismatchException mismatch -> mismatch(mismatch);
                    case TypeMismatchException mismatch ->
                        Answer.detail(HttpStatus.BAD_REQUEST, "Not a valid value: " + clip(mismatch.getValue()) + ".");
                    case HttpMessageNotReadableException unreadable ->
                        unreadable.getCause() instanceof Failure failure
                                ? failure(failure)
                                : Answer.detail(HttpStatus.BAD_REQUEST, "JSON parse error - the body cannot be read.");
                    case MissingServletRequestParameterException missing ->
                        new Answer(
                                HttpStatus.BAD_REQUEST,
                                Map.of(missing.getParameterName(), List.of("This parameter is required.")),
                                Map.of());
                    case HttpRequestMethodNotSupportedException method ->
                        Answer.detail(
                                        HttpStatus.METHOD_NOT_ALLOWED,
                                        "Method \"" + method.getMethod() + "\" not allowed.")
                                .with(HttpHeaders.ALLOW, allowed(method));
                    case HttpMediaTypeNotSupportedException media ->
                        Answer.detail(
                                HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                                "Unsupported media type \"" + media.getContentType() + "\" in request.");
                    case MaxUploadSizeExceededException _ ->
                        Answer.detail(HttpStatus.CONTENT_TOO_LARGE, "The body is larger than this server accepts.");
                    case MultipartException _ ->
                        Answer.detail(HttpStatus.BAD_REQUEST, "Multipart form parse error - the body cannot be read.");
                    case ObjectStorageFailure lost -> unavailable("The object store does not answer.", lost);
                    case CannotCreateTransactionException lost -> unavailable("The database does not answer.", lost);
                    case TransactionSystemException lost -> unavailable("The database does not answer.", lost);
                    case DataAccessResourceFailureException lost -> unavailable("The database does not answer.", lost);
                    case QueryTimeoutException slow -> unavailable("The database took too long.", slow);
                    case TransientDataAccessException busy ->
                        unavailable("The database is busy; try the same call again.", busy);
                    case ErrorResponse response -> response(response);
                    default -> null;
                });
    }

    private static Answer failure(Failure failure) {
        return switch (failure) {
            case Failure.NotFound f -> Answer.detail(HttpStatus.NOT_FOUND, f.text());
            case Failure.Forbidden f -> Answer.detail(HttpStatus.FORBIDDEN, f.text());
            case Failure.Unauthenticated f ->
                Answer.detail(HttpStatus.UNAUTHORIZED, f.text()).with(HttpHeaders.WWW_AUTHENTICATE, "Session");
            case Failure.Invalid f ->
                new Answer(HttpStatus.BAD_REQUEST, f.fields().isEmpty() ? List.of(f.text()) : f.fields(), Map.of());
            case Failure.Malformed f -> Answer.detail(HttpStatus.BAD_REQUEST, f.text());
            case Failure.Conflict f -> Answer.detail(HttpStatus.CONFLICT, f.text());
            case Failure.PreconditionFailed f -> Answer.detail(HttpStatus.PRECONDITION_FAILED, f.text());
            case Failure.TooLarge f -> Answer.detail(HttpStatus.CONTENT_TOO_LARGE, f.text());
            case Failure.UnsupportedMedia f -> Answer.detail(HttpStatus.UNSUPPORTED_MEDIA_TYPE, f.text());
            case Failure.TooManyRequests f ->
                Answer.detail(HttpStatus.TOO_MANY_REQUESTS, f.text())
                        .with(
                                HttpHeaders.RETRY_AFTER,
                                String.valueOf(f.retryAfter().toSeconds() + 1));
            case Failure.Absent f -> Answer.detail(HttpStatus.NOT_IMPLEMENTED, f.text());
            case Failure.Unavailable f -> unavailable(f.text(), f);
        };
    }

    /** An id in the path that is no number, or beyond 64 bits, names nothing; elsewhere it is a wrong value. */
    private static Answer mismatch(MethodArgumentTypeMismatchException mismatch) {
        if (mismatch.getParameter()
                .hasParameterAnnotation(org.springframework.web.bind.annotation.PathVariable.class)) {
            return Answer.detail(HttpStatus.NOT_FOUND, "Not found.");
        }
        return new Answer(
                HttpStatus.BAD_REQUEST,
                Map.of(mismatch.getName(), List.of("Not a valid value: " + clip(mismatch.getValue()) + ".")),
                Map.of());
    }

    private static Answer response(ErrorResponse response) {
        HttpStatusCode status = response.getStatusCode();
        if (status.is5xxServerError() && response instanceof Throwable error) {
            LOG.error("A request failed", error);
        }
        String text = switch (status.value()) {
            case 404 -> "Not found.";
            case 406 -> "Could not satisfy the request Accept header.";
            default -> {
                String detail = response.getBody().getDetail();
                yield detail == null ? "The request was refused." : detail;
            }
        };
        return new Answer(status, Map.of("detail", text), Map.of());
    }

    private static Answer unavailable(String text, Throwable cause) {
        LOG.warn("Answered 503: {} ({})", text, cause.toString());
        return Answer.detail(HttpStatus.SERVICE_UNAVAILABLE, text).with(HttpHeaders.RETRY_AFTER, "1");
    }

    private static String allowed(HttpRequestMethodNotSupportedException method) {
        String[] methods = method.getSupportedMethods();
        return methods == null ? "" : String.join(", ", methods).toUpperCase(Locale.ROOT);
    }

    private static String clip(@org.jspecify.annotations.Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() <= 64 ? text : text.substring(0, 64) + "…";
    }
}
