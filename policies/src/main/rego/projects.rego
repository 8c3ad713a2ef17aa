# Projects: owner and assignee work on a project; deleting, storage and assignment are the owner's and the leaders'.
package projects

import data.ocellus
import rego.v1

staff := {"owner", "assignee"}

making := {"create", "import:backup"}

exporting := {"export:annotations", "export:dataset", "export:backup"}

working := {"update:desc", "import:dataset"}

governing := {"delete", "update:associated_storage", "update:assignee"}

grants := [
	{"scopes": making, "place": "workspace", "group": "user"},
	{"scopes": making, "place": "organization", "group": "user", "role": "supervisor"},
	{"scopes": (exporting | {"view"}), "place": "workspace", "ties": staff},
	{"scopes": (exporting | {"view"}), "place": "organization", "role": "worker", "ties": staff},
	{"scopes": (exporting | {"view"}), "place": "organization", "group": "user", "role": "maintainer"},
	{"scopes": working, "place": "workspace", "group": "worker", "ties": staff},
	{"scopes": working, "place": "organization", "group": "worker", "role": "worker", "ties": staff},
	{"scopes": governing, "place": "workspace", "group": "worker", "ties": {"owner"}},
	{"scopes": governing, "place": "organization", "group": "worker", "role": "worker", "ties": {"owner"}},
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

entitled if {
	input.scope in ((working | governing) | {"update:owner"})
	ocellus.at_home
	ocellus.group_reaches("user")
	ocellus.leads_organization
}

# A project's owner who leads the organization may hand the project over, whatever their group.
entitled if {
	input.scope == "update:owner"
	ocellus.at_home
	ocellus.group_reaches("worker")
	ocellus.leads_organization
	"owner" in ocellus.ties
}

own := ["owner_id", "assignee_id"]

homes := ["organization"]

filter := ocellus.rows(own, homes, "maintainer")
