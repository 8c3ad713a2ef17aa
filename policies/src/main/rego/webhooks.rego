# Webhooks: a project's owner and the organization's leading roles set them up; whoever did keeps them.
package webhooks

import data.ocellus
import rego.v1

keepers := {"owner", "project.owner"}

changing := {"update", "delete"}

grants := [
	{"scopes": {"create@project"}, "place": "workspace", "group": "user", "ties": {"project.owner"}},
	{"scopes": {"create@project"}, "place": "organization", "group": "worker", "role": "worker", "ties": {"project.owner"}},
	{"scopes": {"view"}, "place": "workspace", "ties": keepers},
	{"scopes": {"view"}, "place": "organization", "role": "worker", "ties": keepers},
	{"scopes": changing, "place": "workspace", "group": "worker", "ties": keepers},
	{"scopes": changing, "place": "organization", "group": "worker", "role": "worker", "ties": keepers},
	{
		"scopes": (changing | {"view", "create@project", "create@organization"}),
		"place": "organization", "group": "worker", "role": "maintainer",
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

own := ["owner_id", "project__owner_id"]

homes := ["organization"]

filter := ocellus.rows(own, homes, "maintainer")
