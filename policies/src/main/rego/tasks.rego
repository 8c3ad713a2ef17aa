# Tasks: whoever owns or is assigned to a task or its project works on it; maintainers work on all of their organization.
package tasks

import data.ocellus
import rego.v1

project_staff := {"project.owner", "project.assignee"}

staff := project_staff | {"owner", "assignee"}

keepers := project_staff | {"owner"}

owners := {"owner", "project.owner"}

making := {"create", "import:backup"}

reading := {
	"view", "view:annotations", "view:data", "view:metadata", "view:validation_layout",
	"export:annotations", "export:dataset", "export:backup",
}

working := {
	"update:desc", "update:annotations", "delete:annotations", "upload:data", "update:metadata",
	"import:annotations", "update:validation_layout",
}

governing := {"update:owner", "update:assignee", "update:project", "delete"}

storing := {"update:associated_storage"}

grants := [
	{"scopes": making, "place": "workspace", "group": "user"},
	{"scopes": (making | {"create@project"}), "place": "organization", "group": "user", "role": "supervisor"},
	{"scopes": {"create@project"}, "place": "workspace", "group": "user", "ties": project_staff},
	{"scopes": {"create@project"}, "place": "organization", "group": "user", "role": "worker", "ties": project_staff},
	{"scopes": reading, "place": "workspace", "ties": staff},
	{"scopes": reading, "place": "organization", "role": "worker", "ties": staff},
	{"scopes": working, "place": "workspace", "group": "worker", "ties": staff},
	{"scopes": working, "place": "organization", "group": "worker", "role": "worker", "ties": staff},
	{"scopes": governing, "place": "workspace", "group": "worker", "ties": keepers},
	{"scopes": governing, "place": "organization", "group": "worker", "role": "worker", "ties": keepers},
	{"scopes": storing, "place": "workspace", "group": "worker", "ties": owners},
	{"scopes": storing, "place": "organization", "group": "worker", "role": "worker", "ties": owners},
	{
		"scopes": (((reading | working) | governing) | storing),
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

own := ["owner_id", "assignee_id", "project__owner_id", "project__assignee_id"]

homes := ["organization", "project__organization"]

filter := ocellus.rows(own, homes, "maintainer")
