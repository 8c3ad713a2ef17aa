package io.ocellus.annotation.wire;

import io.ocellus.annotation.model.Failure;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.exc.MismatchedInputException;

/** What a client is told of JSON that cannot be read: CVAT's form, a short reason of ours and the place, nothing of the parser's own words. */
public final class JsonFault {
    private JsonFault() {}

    public static Failure of(JacksonException error) {
        return new Failure.Malformed("JSON parse error - " + reason(error) + place(error), error);
    }

    private static String reason(JacksonException error) {
        return switch (error) {
            case UnexpectedEndOfInputException _ -> "the text ends before its value does";
            case StreamConstraintsException _ -> "nested too deeply, or a name, text or number too long";
            case MismatchedInputException _ -> "something follows the value";
            default -> "no valid JSON";
        };
    }

    private static String place(JacksonException error) {
        TokenStreamLocation at = error.getLocation();
        return at == null || at.getLineNr() < 1 ? "" : ": line " + at.getLineNr() + " column " + at.getColumnNr();
    }
}
