package io.ocellus.annotation.formats.imports;

import io.ocellus.annotation.model.Failure;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * XML as a stream: no DOCTYPE, no entities but the five predefined, nothing from outside, depth and length of a tag bounded. Not
 * thread-safe.
 */
public final class XmlReading implements AutoCloseable {
    private static final int MOST_DEPTH = 64;
    private static final int LONGEST_TAG = 16 << 20;

    private final String name;
    private final XMLStreamReader reader;
    private int depth;

    private XmlReading(String name, XMLStreamReader reader) {
        this.name = name;
        this.reader = reader;
    }

    /** @param name for messages */
    public static XmlReading of(String name, InputStream in) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        try {
            return new XmlReading(name, factory.createXMLStreamReader(new BoundedTags(in)));
        } catch (XMLStreamException e) {
            throw broken(name, e);
        }
    }

    private static Failure broken(String name, Exception e) {
        String reason = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
        return new Failure.Invalid("'" + name + "' is not the XML that was expected: " + reason, e);
    }

    /** Goes to the next start or end of an element or text; false at the end of the document. */
    public boolean next() {
        try {
            while (reader.hasNext()) {
                int event = reader.next();
                switch (event) {
                    case XMLStreamConstants.DTD ->
                        throw new Failure.Invalid("'" + name + "' is refused: DOCTYPE is not allowed");
                    case XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new Failure.Invalid("'" + name + "' is refused: entities are not allowed");
                    case XMLStreamConstants.START_ELEMENT -> {
                        if (++depth > MOST_DEPTH) {
                            throw new Failure.Invalid(
                                    "'" + name + "' is refused: elements lie deeper than " + MOST_DEPTH);
                        }
                        return true;
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        depth--;
                        return true;
                    }
                    default -> {}
                }
            }
            return false;
        } catch (XMLStreamException e) {
            throw broken(name, e);
        }
    }

    public boolean isStart() {
        return reader.getEventType() == XMLStreamConstants.START_ELEMENT;
    }

    public String tag() {
        return reader.getLocalName();
    }

    public int depth() {
        return depth;
    }

    /** The attribute, or the other value when it is absent. */
    public String attribute(String attribute, String otherwise) {
        String value = reader.getAttributeValue(null, attribute);
        return value == null ? otherwise : value;
    }

    public String attribute(String attribute) {
        String value = reader.getAttributeValue(null, attribute);
        if (value == null) {
            throw new Failure.Invalid("'" + name + "', " + place() + ": <" + tag() + "> has no '" + attribute + "'");
        }
        return value;
    }

    /** The text of the present element, which has no children; goes to its end. */
    public String text() {
        try {
            String text = reader.getElementText();
            depth--;
            return text;
        } catch (XMLStreamException e) {
            throw broken(name, e);
        }
    }

    /** Passes over the present element with all it holds. */
    public void skip() {
        int outside = depth - 1;
        boolean more = true;
        while (more && depth > outside) {
            more = next();
        }
    }

    /** Where in the document it reads. */
    public String place() {
        return "line " + reader.getLocation().getLineNumber();
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (XMLStreamException e) {
            throw broken(name, e);
        }
    }

    /** Refuses a tag or text that would not fit memory. */
    private static final class BoundedTags extends FilterInputStream {
        private long sinceTag;

        BoundedTags(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value == '<' ? 0 : sinceTag + 1);
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            for (int i = 0; i < count; i++) {
                sinceTag = bytes[offset + i] == '<' ? 0 : sinceTag + 1;
            }
            count(sinceTag);
            return count;
        }

        private void count(long now) {
            sinceTag = now;
            if (now > LONGEST_TAG) {
                throw new Failure.Invalid("The XML is refused: a tag is longer than " + LONGEST_TAG + " bytes");
            }
        }
    }
}
