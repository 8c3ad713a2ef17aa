# Cloud storages hold credentials: the owner and the upper roles of the organization use them.
package cloudstorages

import data.ocellus
import rego.v1

using := {"view", "list:content"}

changing := {"update", "delete"}

grants := [
	{"scopes": {"create"}, "place": "workspace", "group": "user"},
	{"scopes": using, "place": "workspace", "ties": {"owner"}},
	{"scopes": using, "place": "organization", "role": "worker", "ties": {"owner"}},
	{"scopes": using, "place": "organization", "group": "user", "role": "supervisor"},
	{"scopes": changing, "place": "workspace", "group": "worker", "ties": {"owner"}},
	{"scopes": changing, "place": "organization", "group": "worker", "role": "worker", "ties": {"owner"}},
	{"scopes": (changing | {"create"}), "place": "organization", "group": "user", "role": "maintainer"},
]

default allow := false

allow if {
	ocellus.token_permits("any")
	entitled
}

entitled if ocellus.administrator

entitled if ocellus.lists

entitled if ocellus.granted(grants)

own := ["owner"]

homes := ["organization"]

filter := ocellus.rows(own, homes, "supervisor")
