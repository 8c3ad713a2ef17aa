package io.ocellus.annotation.errors;

import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** CVAT's body for a status that comes without a reason. */
final class BareStatus {
    private BareStatus() {}

    static byte[] json(int status, String method) {
        String text = switch (status) {
            case 401 -> "Authentication credentials were not provided.";
            case 403 -> "You do not have permission to perform this action.";
            case 404 -> "Not found.";
            case 405 -> "Method \"" + method + "\" not allowed.";
            default ->
                status >= 500
                        ? "A server error occurred."
                        : "The address or the head of the request is not acceptable.";
        };
        return JsonMapper.shared().writeValueAsBytes(Map.of("detail", text));
    }
}
