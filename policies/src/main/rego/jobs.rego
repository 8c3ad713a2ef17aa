# Jobs: the assignee and the staff of task and project work on a job; stage and assignee are the staff's.
package jobs

import data.ocellus
import rego.v1

staff := {"task.owner", "task.assignee", "project.owner", "project.assignee"}

crew := staff | {"assignee"}

looking := {"view", "view:annotations", "view:data", "view:metadata"}

exporting := {"export:dataset", "export:annotations"}

working := {"update:state", "update:annotations", "delete:annotations", "import:annotations", "update:metadata"}

governing := {"update:stage", "update:assignee"}

validating := {"view:validation_layout", "update:validation_layout"}

making := {"create", "delete"}

grants := [
	{"scopes": making, "place": "workspace", "group": "user", "ties": staff},
	{"scopes": making, "place": "organization", "group": "user", "role": "supervisor", "ties": staff},
	{"scopes": (looking | exporting), "place": "workspace", "ties": crew},
	{"scopes": (looking | exporting), "place": "organization", "role": "worker", "ties": crew},
	{"scopes": working, "place": "workspace", "group": "worker", "ties": crew},
	{"scopes": working, "place": "organization", "group": "worker", "role": "worker", "ties": crew},
	{"scopes": governing, "place": "workspace", "group": "worker", "ties": staff},
	{"scopes": governing, "place": "organization", "group": "worker", "role": "worker", "ties": staff},
	{"scopes": validating, "place": "workspace", "ties": staff},
	{"scopes": validating, "place": "organization", "role": "worker", "ties": staff},
	{
		"scopes": (((((making | looking) | exporting) | working) | governing) | validating),
		"place": "organization", "group": "user", "role": "maintainer",
	},
	{"scopes": {"download:exported_file"}, "place": "anywhere", "ties": {"request.owner"}},
]

default allow := false

allow if {
	ocellus.token_permits("resource")
	entitled
}

entitled if ocellus.administrator

entitled if ocellus.lists

entitled if ocellus.granted(grants)

# A hired worker who is no member of the organization still does the job they were given.
entitled if {
	input.scope in (looking | working)
	ocellus.at_home
	ocellus.caller.privilege == "worker"
	input.auth.organization.user.role == null
	"assignee" in ocellus.ties
}

own := ["assignee_id", "segment__task__owner_id", "segment__task__assignee_id", "segment__task__project__owner_id", "segment__task__project__assignee_id"]

homes := ["segment__task__organization", "segment__task__project__organization"]

filter := ocellus.rows(own, homes, "maintainer")
