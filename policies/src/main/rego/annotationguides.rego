# Annotation guides: who works on the target reads its guide, its owner and assignee write it.
package annotationguides

import data.ocellus
import rego.v1

staff := {"target.owner", "target.assignee"}

readers := staff | {"target.worker"}

writing := {"create", "update", "delete"}

grants := [
	{"scopes": {"view"}, "place": "workspace", "group": "worker", "ties": readers},
	{"scopes": {"view"}, "place": "organization", "role": "worker", "ties": readers},
	{"scopes": writing, "place": "workspace", "group": "user", "ties": staff},
	{"scopes": writing, "place": "organization", "group": "user", "role": "worker", "ties": staff},
	{"scopes": (writing | {"view"}), "place": "organization", "group": "user", "role": "maintainer"},
]

default allow := false

allow if {
	ocellus.token_permits("any")
	entitled
}

entitled if ocellus.administrator

entitled if ocellus.granted(grants)
