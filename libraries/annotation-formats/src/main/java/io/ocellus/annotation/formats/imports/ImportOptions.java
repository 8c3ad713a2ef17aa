package io.ocellus.annotation.formats.imports;

/** @param masksToPolygons whether formats that know masks only as pictures turn them into polygons (CVAT's {@code conv_mask_to_poly}) */
public record ImportOptions(boolean masksToPolygons) {
    public static final ImportOptions STANDARD = new ImportOptions(true);
}
