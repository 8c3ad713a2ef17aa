# Invitations: leaders invite below their own role; who invited and who is invited see the invitation.
package invitations

import data.ocellus
import rego.v1

default allow := false

allow if {
	ocellus.token_permits("any")
	entitled
}

entitled if ocellus.administrator

entitled if ocellus.lists

invited if input.resource.invitee.id == ocellus.caller.id

here if ocellus.workspace

here if ocellus.at_home

leading if {
	ocellus.at_home
	ocellus.group_reaches("user")
	ocellus.leads_organization
}

entitled if {
	input.scope == "create"
	leading
	below
}

below if {
	ocellus.heads_organization
	input.resource.role != "owner"
}

below if {
	ocellus.role == "maintainer"
	not input.resource.role in {"owner", "maintainer"}
}

entitled if {
	input.scope in {"view", "resend", "delete"}
	leading
}

entitled if {
	input.scope == "view"
	here
	"owner" in ocellus.ties
}

entitled if {
	input.scope in {"resend", "delete"}
	here
	ocellus.group_reaches("worker")
	"owner" in ocellus.ties
}

entitled if {
	input.scope in {"view", "accept", "decline"}
	here
	invited
}

involved := [{"owner": ocellus.caller.id}, {"membership__user": ocellus.caller.id}, "|"]

inside := {"membership__organization": input.auth.organization.id}

filter := [] if {
	ocellus.administrator
	ocellus.workspace
} else := involved if {
	ocellus.workspace
} else := [inside] if {
	ocellus.administrator
} else := [inside] if {
	ocellus.group_reaches("user")
	ocellus.leads_organization
} else := array.concat(involved, [inside, "&"])
