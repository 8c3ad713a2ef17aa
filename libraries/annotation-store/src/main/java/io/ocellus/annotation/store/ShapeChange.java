package io.ocellus.annotation.store;

import io.ocellus.annotation.model.Shape;

/** What one revision did to one shape. */
public sealed interface ShapeChange {
    long id();

    record Added(Shape after) implements ShapeChange {
        @Override
        public long id() {
            return after.id();
        }
    }

    record Changed(Shape before, Shape after) implements ShapeChange {
        @Override
        public long id() {
            return after.id();
        }

        /** Whether what it covers changed: frame, type, points, rotation. Labels and attributes may have changed in any case. */
        public boolean moved() {
            return !Geometry.same(before, after);
        }
    }

    record Removed(Shape before) implements ShapeChange {
        @Override
        public long id() {
            return before.id();
        }
    }
}
