# Organizations: users found them, members see them, the owner and maintainers change them, the owner alone deletes.
package organizations

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
	input.scope == "create"
	ocellus.group_reaches("user")
}

entitled if {
	input.scope == "view"
	input.resource.user.role != null
}

entitled if {
	input.scope == "view"
	"owner" in ocellus.ties
}

entitled if {
	input.scope in {"update", "delete"}
	ocellus.group_reaches("worker")
	"owner" in ocellus.ties
}

entitled if {
	input.scope == "update"
	ocellus.group_reaches("worker")
	input.resource.user.role == "maintainer"
}

# The list is the same in every organization: those the caller owns or is an active member of.
filter := [] if {
	ocellus.administrator
} else := [{"members__user_id": ocellus.caller.id}, {"members__is_active": true}, "&", {"owner_id": ocellus.caller.id}, "|"]
