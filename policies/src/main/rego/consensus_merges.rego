# Merges of consensus jobs: made and read by the staff of task and project.
package consensus_merges

import data.ocellus
import rego.v1

staff := {"task.owner", "task.assignee", "project.owner", "project.assignee"}

grants := [
	{"scopes": {"create", "view"}, "place": "workspace", "group": "worker", "ties": staff},
	{"scopes": {"create", "view"}, "place": "organization", "group": "worker", "role": "worker", "ties": staff},
	{"scopes": {"create", "view"}, "place": "organization", "group": "user", "role": "maintainer"},
]

default allow := false

allow if {
	ocellus.token_permits("any")
	entitled
}

entitled if ocellus.administrator

entitled if ocellus.lists

entitled if ocellus.granted(grants)

own := ["job__segment__task__owner_id", "job__segment__task__assignee_id", "job__segment__task__project__owner_id", "job__segment__task__project__assignee_id", "task__owner_id", "task__assignee_id", "task__project__owner_id", "task__project__assignee_id"]

homes := ["job__segment__task__organization", "job__segment__task__project__organization", "task__organization", "task__project__organization"]

filter := ocellus.rows(own, homes, "maintainer")
