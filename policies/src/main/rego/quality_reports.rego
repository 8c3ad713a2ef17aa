# Quality reports: made and read by the staff of task and project.
package quality_reports

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

entitled if {
	input.scope == "view:status"
	"owner" in ocellus.ties
}

reach := ocellus.reach("maintainer")
