package io.ocellus.annotation.formats.golden;

import io.ocellus.annotation.formats.archives.ArchiveEntry;
import io.ocellus.annotation.formats.archives.ArchiveLimits;
import io.ocellus.annotation.formats.archives.ByteSource;
import io.ocellus.annotation.formats.archives.ZipArchive;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Compares two archives by what they mean. */
final class GoldenArchives {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> VOLATILE = Set.of(
            "id",
            "created",
            "updated",
            "dumped",
            "owner",
            "assignee",
            "url",
            "segments",
            "jobs",
            "guide_id",
            "bugtracker");
    private static final Set<String> ORDERED = Set.of("obj.names", "labelmap.txt");

    private GoldenArchives() {}

    static Optional<String> difference(String format, byte[] want, byte[] got) throws Exception {
        Map<String, byte[]> expected = entries(want);
        Map<String, byte[]> actual = entries(got);
        if (!expected.keySet().equals(actual.keySet())) {
            return Optional.of("entries " + expected.keySet() + "\n     != " + actual.keySet());
        }
        for (Map.Entry<String, byte[]> entry : expected.entrySet()) {
            Optional<String> found = difference(format, entry.getKey(), entry.getValue(), actual.get(entry.getKey()));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Map<String, byte[]> entries(byte[] zip) throws IOException {
        ZipArchive archive = ZipArchive.open(ByteSource.of(zip), ArchiveLimits.STANDARD);
        Map<String, byte[]> entries = new TreeMap<>();
        for (ArchiveEntry entry : archive.entries()) {
            entries.put(entry.name(), archive.bytes(entry, 1 << 26));
        }
        return entries;
    }

    private static Optional<String> difference(String format, String name, byte[] want, byte[] got) throws Exception {
        if (Arrays.equals(want, got)) {
            return Optional.empty();
        }
        if (name.endsWith(".json")) {
            return Likeness.difference(coco(want), coco(got), 0.011, name);
        }
        if (name.endsWith(".xml")) {
            return Likeness.difference(tree(want), tree(got), 0.011, name);
        }
        if (name.endsWith(".png")) {
            return samePixels(want, got) ? Optional.empty() : Optional.of(name + ": pixels differ");
        }
        if (name.endsWith(".txt") || name.endsWith(".data") || name.endsWith(".names")) {
            return Likeness.difference(
                    rows(name, want), rows(name, got), format.startsWith("YOLO") ? 2e-6 : 0.011, name);
        }
        return Optional.of(name + ": bytes differ");
    }

    private static boolean samePixels(byte[] want, byte[] got) throws IOException {
        BufferedImage a = ImageIO.read(new ByteArrayInputStream(want));
        BufferedImage b = ImageIO.read(new ByteArrayInputStream(got));
        if (a.getWidth() != b.getWidth() || a.getHeight() != b.getHeight()) {
            return false;
        }
        for (int y = 0; y < a.getHeight(); y++) {
            for (int x = 0; x < a.getWidth(); x++) {
                if ((a.getRGB(x, y) & 0xFFFFFF) != (b.getRGB(x, y) & 0xFFFFFF)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static JsonNode coco(byte[] data) {
        ObjectNode root = (ObjectNode) JSON.readTree(data);
        Map<Long, String> names = new TreeMap<>();
        root.path("images").forEach(image -> {
            names.put(image.path("id").asLong(), image.path("file_name").asString());
            ((ObjectNode) image).remove("id");
        });
        root.path("annotations").forEach(annotation -> {
            ObjectNode node = (ObjectNode) annotation;
            node.put("image_id", names.get(node.path("image_id").asLong()));
            node.remove("id");
        });
        root.remove("info");
        root.remove("licenses");
        return root;
    }

    private static JsonNode rows(String name, byte[] data) {
        ArrayNode rows = JSON.createArrayNode();
        for (String line : new String(data, StandardCharsets.UTF_8).split("\n")) {
            if (line.isBlank()) {
                continue;
            }
            if (ORDERED.contains(name.substring(name.lastIndexOf('/') + 1))) {
                rows.add(line.stripTrailing());
            } else {
                ArrayNode row = rows.addArray();
                for (String field : line.stripTrailing().split("[ \t]+|,\\s*")) {
                    row.add(field);
                }
            }
        }
        return rows;
    }

    private static JsonNode tree(byte[] data) throws Exception {
        return tree(DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(data))
                .getDocumentElement());
    }

    private static JsonNode tree(Element element) {
        ObjectNode node = JSON.createObjectNode();
        node.put("tag", element.getTagName());
        ObjectNode attributes = node.putObject("attrs");
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Node attribute = element.getAttributes().item(i);
            if (!attribute.getNodeName().equals("task_id")) {
                attributes.put(attribute.getNodeName(), attribute.getNodeValue());
            }
        }
        StringBuilder text = new StringBuilder();
        ArrayNode children = node.putArray("children");
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                if (!VOLATILE.contains(inner.getTagName())) {
                    children.add(tree(inner));
                }
            } else if (children.isEmpty()) {
                text.append(child.getTextContent());
            }
        }
        String content = text.toString().strip();
        if (element.getTagName().equals("subsets")) {
            String[] lines = content.split("\n");
            Arrays.sort(lines);
            content = String.join("\n", lines);
        }
        node.put("text", content);
        return node;
    }
}
