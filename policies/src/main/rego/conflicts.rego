# Conflicts are read through their report, whose policy decides on a single one; here stands only the list.
package conflicts

import data.ocellus
import rego.v1

default allow := false

allow if {
	ocellus.token_permits("any")
	entitled
}

entitled if ocellus.administrator

entitled if ocellus.lists

own := ["report__job__segment__task__owner_id", "report__job__segment__task__assignee_id", "report__job__segment__task__project__owner_id", "report__job__segment__task__project__assignee_id", "report__task__owner_id", "report__task__assignee_id", "report__task__project__owner_id", "report__task__project__assignee_id", "report__project__owner_id", "report__project__assignee_id"]

homes := ["report__job__segment__task__organization", "report__job__segment__task__project__organization", "report__task__organization", "report__task__project__organization", "report__project__organization"]

filter := ocellus.rows(own, homes, "maintainer")
