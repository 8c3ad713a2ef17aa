# Events: everybody sends them; who belongs somewhere takes them out.
package events

import data.ocellus
import rego.v1

grants := [
	{"scopes": {"dump:events"}, "place": "workspace", "group": "worker"},
	{"scopes": {"dump:events"}, "place": "anywhere", "group": "worker", "role": "worker"},
	{"scopes": {"download:exported_file"}, "place": "anywhere", "ties": {"request.owner"}},
]

default allow := false

allow if {
	token_permits
	entitled
}

# A token takes events out, and never writes any.
token_permits if not ocellus.by_token

token_permits if input.scope in {"dump:events", "download:exported_file"}

entitled if ocellus.administrator

entitled if input.scope == "send:events"

entitled if ocellus.granted(grants)

own := ["user_id"]

homes := ["org_id"]

filter := ocellus.rows(own, homes, "maintainer")
