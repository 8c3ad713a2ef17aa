# Memberships: members see members, leaders change and remove those below them, everybody but the owner may leave.
package memberships

import data.ocellus
import rego.v1

default allow := false

allow if {
	ocellus.token_permits("any")
	entitled
}

entitled if ocellus.administrator

entitled if ocellus.lists

mine if input.resource.user.id == ocellus.caller.id

entitled if {
	input.scope == "view"
	ocellus.workspace
	input.resource.is_active
	mine
}

entitled if {
	input.scope == "view"
	ocellus.at_home
	ocellus.leads_organization
}

entitled if {
	input.scope == "view"
	ocellus.at_home
	ocellus.member
	input.resource.is_active
}

entitled if {
	input.scope in {"change:role", "delete"}
	ocellus.at_home
	ocellus.group_reaches("user")
	not mine
	outranks
}

outranks if {
	ocellus.heads_organization
	input.resource.role != "owner"
}

outranks if {
	ocellus.role == "maintainer"
	input.resource.role in {"supervisor", "worker"}
}

entitled if {
	input.scope == "delete"
	ocellus.at_home
	ocellus.member
	ocellus.group_reaches("worker")
	input.resource.is_active
	input.resource.role != "owner"
	mine
}

# "organization" are all memberships of it, "active_in_organization" leaves out those not yet accepted.
reach := "everything" if {
	ocellus.administrator
	ocellus.workspace
} else := "own" if {
	ocellus.workspace
} else := "organization" if {
	ocellus.administrator
} else := "organization" if {
	ocellus.leads_organization
} else := "active_in_organization"
