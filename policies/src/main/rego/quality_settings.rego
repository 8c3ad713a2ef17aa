# Quality settings are read and changed through their task or project, whose policy decides on a single one; here stands only the list.
package quality_settings

import data.ocellus
import rego.v1

default allow := false

allow if {
	ocellus.token_permits("any")
	entitled
}

entitled if ocellus.administrator

entitled if ocellus.lists

own := ["task__owner_id", "task__assignee_id", "task__project__owner_id", "task__project__assignee_id", "project__owner_id", "project__assignee_id"]

homes := ["task__organization", "task__project__organization", "project__organization"]

filter := ocellus.rows(own, homes, "maintainer")
