package io.ocellus.annotation.formats.exports;

import io.ocellus.annotation.formats.Decimals;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Indented XML into a stream, as CVAT lays it out. Characters that XML cannot hold become U+FFFD. Not thread-safe. */
public final class XmlWriting implements AutoCloseable {
    private static final int BUFFER = 1 << 14;

    private final OutputStream out;
    private final StringBuilder text = new StringBuilder(BUFFER + 1024);
    private int level;

    private boolean begun;

    public XmlWriting(OutputStream out) {
        this.out = out;
    }

    public void declaration() {
        text.append("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    }

    private void indent() throws IOException {
        if (text.length() > BUFFER) {
            flush();
        }
        if (begun) {
            text.append('\n');
        }
        begun = true;
        text.repeat("  ", level);
    }

    /** Begins a start tag; attributes follow, then {@link #inside}. */
    public XmlWriting open(String tag) throws IOException {
        indent();
        text.append('<').append(tag);
        return this;
    }

    public XmlWriting attribute(String name, String value) {
        text.append(' ').append(name).append("=\"");
        escape(value, true);
        text.append('"');
        return this;
    }

    public XmlWriting attribute(String name, long value) {
        text.append(' ').append(name).append("=\"").append(value).append('"');
        return this;
    }

    public XmlWriting attribute(String name, boolean value) {
        return attribute(name, value ? 1 : 0);
    }

    /** With two decimals. */
    public XmlWriting decimal(String name, double value) {
        text.append(' ').append(name).append("=\"");
        Decimals.two(text, value);
        text.append('"');
        return this;
    }

    /** The attribute's value, to be appended without escaping: numbers and separators. */
    public StringBuilder raw(String name) {
        return text.append(' ').append(name).append("=\"");
    }

    public void rawEnd() {
        text.append('"');
    }

    /** Ends the start tag; children follow, then {@link #close}. */
    public void inside() {
        text.append('>');
        level++;
    }

    public void close(String tag) throws IOException {
        level--;
        indent();
        text.append("</").append(tag).append('>');
    }

    /** An element that holds only text. */
    public void leaf(String tag, String content) throws IOException {
        indent();
        text.append('<').append(tag).append('>');
        escape(content, false);
        text.append("</").append(tag).append('>');
    }

    /** {@code <attribute name="…">text</attribute>}. */
    public void namedValue(String name, String content) throws IOException {
        open("attribute").attribute("name", name);
        text.append('>');
        escape(content, false);
        text.append("</attribute>");
    }

    private void escape(String value, boolean quoted) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '"' -> text.append(quoted ? "&quot;" : "\"");
                case '\n', '\t' -> {
                    if (quoted) {
                        text.append("&#").append((int) c).append(';');
                    } else {
                        text.append(c);
                    }
                }
                case '\r' -> text.append("&#13;");
                default -> text.append(c < ' ' || c == '\uFFFE' || c == '\uFFFF' ? '\uFFFD' : c);
            }
        }
    }

    private void flush() throws IOException {
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        text.setLength(0);
    }

    @Override
    public void close() throws IOException {
        text.append('\n');
        flush();
    }
}
