package io.ocellus.annotation.formats.exports;

import io.ocellus.annotation.model.Tag;
import java.util.List;

/** What one frame shows, objects by z-order and then in the order of creation. */
public record FrameContent(DatasetFrame frame, List<Tag> tags, List<FrameObject> objects) {}
