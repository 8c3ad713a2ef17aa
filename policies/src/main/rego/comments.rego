# Comments follow their issue: everybody involved in it reads and writes.
package comments

import data.ocellus
import rego.v1

issue_staff := {
	"task.owner", "task.assignee", "project.owner", "project.assignee", "job.assignee",
	"issue.owner", "issue.assignee",
}

involved := issue_staff | {"owner"}

grants := [
	{"scopes": {"create@issue"}, "place": "workspace", "group": "worker", "ties": issue_staff},
	{"scopes": {"create@issue"}, "place": "organization", "group": "worker", "role": "worker", "ties": issue_staff},
	{"scopes": {"view"}, "place": "workspace", "ties": involved},
	{"scopes": {"view"}, "place": "organization", "role": "worker", "ties": involved},
	{"scopes": {"update", "delete"}, "place": "workspace", "group": "worker", "ties": involved},
	{"scopes": {"update", "delete"}, "place": "organization", "group": "worker", "role": "worker", "ties": involved},
	{
		"scopes": {"create@issue", "view", "update", "delete"},
		"place": "organization", "group": "user", "role": "maintainer",
	},
]

default allow := false

allow if {
	ocellus.token_permits("any")
	entitled
}

entitled if ocellus.administrator

entitled if ocellus.lists

entitled if ocellus.granted(grants)

own := ["owner", "issue__owner", "issue__assignee", "issue__job__assignee", "issue__job__segment__task__owner", "issue__job__segment__task__assignee", "issue__job__segment__task__project__owner", "issue__job__segment__task__project__assignee"]

homes := ["issue__job__segment__task__organization", "issue__job__segment__task__project__organization"]

filter := ocellus.rows(own, homes, "maintainer")
