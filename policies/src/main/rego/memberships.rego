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

here := {"organization": input.auth.organization.id}

active := {"is_active": true}

filter := [] if {
	ocellus.administrator
	ocellus.workspace
} else := [{"user": ocellus.caller.id}, active, "&"] if {
	ocellus.workspace
} else := [here] if {
	ocellus.administrator
} else := [here] if {
	ocellus.leads_organization
} else := [here, active, "&"]
