# Background requests belong to whoever made them; the list shows only one's own and needs no decision.
package requests

import data.ocellus
import rego.v1

default allow := false

allow if {
	ocellus.token_permits("any")
	entitled
}

entitled if ocellus.administrator

entitled if input.scope == "list"

entitled if {
	input.scope in {"view", "delete"}
	"owner" in ocellus.ties
}

filter := [{"owner": ocellus.caller.id}]
