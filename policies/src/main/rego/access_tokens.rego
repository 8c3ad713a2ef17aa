# Access tokens are their owner's. A token neither makes nor changes tokens.
package access_tokens

import data.ocellus
import rego.v1

grants := [
	{"scopes": {"list", "create"}, "place": "anywhere", "group": "worker"},
	{"scopes": {"view", "update", "delete"}, "place": "anywhere", "group": "worker", "ties": {"owner"}},
]

default allow := false

allow if {
	ocellus.token_permits("reads")
	entitled
}

entitled if ocellus.administrator

entitled if ocellus.granted(grants)

filter := [{"owner_id": ocellus.caller.id}]
