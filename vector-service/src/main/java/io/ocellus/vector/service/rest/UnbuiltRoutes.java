package io.ocellus.vector.service.rest;

import java.util.List;
import java.util.Set;

/** Routes of Milvus that are not built yet: known, so that a client learns the difference from a wrong path. */
final class UnbuiltRoutes {
    private static final Set<String> SINGLE = Set.of(
            "/collections/compact",
            "/collections/get_compaction_state",
            "/databases/create",
            "/databases/drop",
            "/databases/drop_properties",
            "/databases/alter",
            "/databases/alter_properties",
            "/entities/advanced_search",
            "/entities/hybrid_search");
    private static final List<String> GROUPS = List.of(
            "/users/",
            "/roles/",
            "/privilege_groups/",
            "/jobs/import/",
            "/resource_groups/",
            "/segments/",
            "/quotacenter/");

    private UnbuiltRoutes() {}

    static boolean contains(String path) {
        return SINGLE.contains(path) || GROUPS.stream().anyMatch(path::startsWith);
    }
}
