package io.ocellus.annotation.formats.coco;

import io.ocellus.annotation.formats.geometry.Bitmap;
import io.ocellus.annotation.formats.geometry.PolygonArea;
import java.util.List;

/** Masks and polygons painted into one mask. */
final class PixelUnion {
    private PixelUnion() {}

    static Bitmap of(List<Bitmap> masks, List<double[]> polygons, int width, int height) {
        Bitmap union = Bitmap.empty(0, 0, width, height);
        for (Bitmap mask : masks) {
            for (int y = mask.top(); y < mask.top() + mask.height(); y++) {
                for (int x = mask.left(); x < mask.left() + mask.width(); x++) {
                    if (mask.get(x, y)) {
                        union.set(x, y);
                    }
                }
            }
        }
        PolygonArea raster = new PolygonArea();
        polygons.forEach(polygon -> raster.paint(polygon, union));
        return union;
    }
}
