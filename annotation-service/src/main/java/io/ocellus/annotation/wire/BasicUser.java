package io.ocellus.annotation.wire;

import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** CVAT's short form of a user, as owners and assignees are shown. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record BasicUser(String url, long id, String username, String firstName, String lastName) {}
