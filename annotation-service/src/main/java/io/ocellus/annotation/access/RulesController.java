package io.ocellus.annotation.access;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.WebRequest;

/** The policies as a bundle that an OPA server fetches, which asks with the {@code ETag} it has. Open to all: they say who may do what. */
@RestController
class RulesController {
    private static final MediaType TAR = MediaType.valueOf("application/x-tar");
    private volatile @Nullable Bundle bundle;

    private record Bundle(byte[] bytes, String tag) {}

    @GetMapping("/api/auth/rules")
    @Nullable
    ResponseEntity<byte[]> rules(WebRequest request) throws IOException {
        Bundle present = bundle();
        if (request.checkNotModified(present.tag())) {
            return null;
        }
        return ResponseEntity.ok().contentType(TAR).eTag(present.tag()).body(present.bytes());
    }

    private Bundle bundle() throws IOException {
        Bundle present = bundle;
        if (present == null) {
            byte[] bytes = PolicyBundle.bytes();
            present = new Bundle(bytes, '"' + sha256(bytes) + '"');
            bundle = present;
        }
        return present;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
