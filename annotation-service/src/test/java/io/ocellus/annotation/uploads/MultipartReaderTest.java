package io.ocellus.annotation.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocellus.annotation.model.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MultipartReaderTest {
    private static MultipartReader.Part part(String disposition) throws IOException {
        String form = "--x\r\nContent-Disposition: form-data" + disposition + "\r\n\r\nbody\r\n--x--\r\n";
        MultipartReader reader = new MultipartReader(
                "multipart/form-data; boundary=x", new ByteArrayInputStream(form.getBytes(StandardCharsets.UTF_8)));
        return reader.next().orElseThrow();
    }

    @Test
    void namesAreReadInQuotesOrBareAndInAnyOrder() throws IOException {
        MultipartReader.Part part = part("; filename=\"a;name=b.jpg\"; name=field");
        assertThat(part.name()).isEqualTo("field");
        assertThat(part.fileName()).contains("a;name=b.jpg");
        assertThat(part.text(10)).isEqualTo("body");
        assertThat(part("; name=\"f\"").fileName()).isEmpty();
    }

    @Test
    void quotesAndLineBreaksInNamesComeBackAsTheyWere() throws IOException {
        assertThat(part("; name=\"f\"; filename=\"a\\\"b\\\\c%22d.jpg\"").fileName())
                .contains("a\"b\\c\"d.jpg");
        assertThat(part("; name=\"f\"; filename=\"x\"; filename*=utf-8''%C3%A4+b.jpg")
                        .fileName())
                .contains("ä+b.jpg");
    }

    @Test
    void aNameAsLongAsTheHeadersMayBeIsRead() throws IOException {
        String plain = "n".repeat(15_000);
        assertThat(part("; name=\"f\"; filename=\"" + plain + "\"").fileName()).contains(plain);
        assertThat(part("; name=\"f\"; filename=\"" + "\\\"".repeat(7_500) + "\"")
                        .fileName())
                .contains("\"".repeat(7_500));
    }

    @Test
    void aNameThatDoesNotEndIsMalformed() {
        assertThatThrownBy(() -> part("; name=\"f")).isInstanceOf(Failure.Malformed.class);
        assertThatThrownBy(() -> part("; filename=\"f\"")).isInstanceOf(Failure.Malformed.class);
    }
}
