# Users: everybody sees and changes themselves; members of an organization see each other.
package users

import data.ocellus
import rego.v1

default allow := false

allow if {
	ocellus.token_permits("reads")
	entitled
}

entitled if ocellus.administrator

entitled if ocellus.lists

entitled if {
	input.scope in {"view", "update", "delete"}
	input.resource.id == ocellus.caller.id
}

entitled if {
	input.scope == "view"
	input.resource.membership.role != null
}

# In an organization the members are the rows, for every member.
filter := [] if {
	ocellus.administrator
	ocellus.workspace
} else := [{"id": ocellus.caller.id}] if {
	ocellus.workspace
} else := [{"memberships__organization": input.auth.organization.id}]
