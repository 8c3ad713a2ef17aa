# The words that every policy of Ocellus is written in.
#
# A policy is a table of grants. A grant says for a set of scopes who may do it:
#   place  "workspace"     in the personal workspace (no organization),
#          "organization"  in the organization that owns the resource,
#          "anywhere"      no matter where
#   group  the least platform group: worker < user < admin
#   role   the least role in the organization: worker < supervisor < maintainer < owner
#   ties   how the caller must be tied to the resource (one of them suffices): "owner", "task.assignee", ...
# A field that is left out asks nothing. An administrator of the platform needs no grant.
package ocellus

import rego.v1

group_ranks := {"worker": 1, "user": 2, "admin": 3}

role_ranks := {"worker": 1, "supervisor": 2, "maintainer": 3, "owner": 4}

caller := input.auth.user

administrator if caller.privilege == "admin"

workspace if input.auth.organization == null

organization if input.auth.organization != null

at_home if input.auth.organization.id == input.resource.organization.id

role := input.auth.organization.user.role

member if role_ranks[role]

group_reaches(least) if group_ranks[caller.privilege] >= group_ranks[least]

role_reaches(least) if role_ranks[role] >= role_ranks[least]

# Owner by role and by the organization's own record: a stale role alone does not make one.
heads_organization if {
	role == "owner"
	input.auth.organization.owner.id == caller.id
}

leads_organization if heads_organization

leads_organization if role == "maintainer"

# --- ties ------------------------------------------------------------------------------------------------------------

ties contains relation if {
	some relation in {"owner", "assignee"}
	input.resource[relation].id == caller.id
}

ties contains concat(".", [part, relation]) if {
	some part in {"project", "task", "job", "issue", "target"}
	some relation in {"owner", "assignee"}
	input.resource[part][relation].id == caller.id
}

ties contains "target.worker" if input.resource.target.is_job_staff

ties contains "request.owner" if input.resource.rq_job.owner.id == caller.id

# --- grants ----------------------------------------------------------------------------------------------------------

granted(table) if {
	some grant in table
	input.scope in grant.scopes
	place_fits(grant.place)
	group_fits(grant)
	role_fits(grant)
	ties_fit(grant)
}

place_fits("anywhere")

place_fits("workspace") if workspace

place_fits("organization") if at_home

group_fits(grant) if not grant.group

group_fits(grant) if group_reaches(grant.group)

role_fits(grant) if not grant.role

role_fits(grant) if role_reaches(grant.role)

ties_fit(grant) if not grant.ties

ties_fit(grant) if {
	some tie in grant.ties
	tie in ties
}

# Lists are open to everybody in the workspace and to members; what they show is the matter of `reach`.
lists if {
	input.scope == "list"
	workspace
}

lists if {
	input.scope == "list"
	member
}

# --- rows ------------------------------------------------------------------------------------------------------------

# Which rows a list shows, in postfix form: {field: value}, and "|" or "&" after two conditions; empty: all of them.
# `own` are the fields that tie a row to the caller, `homes` those that name its organization. `least` is the role from
# which on all rows of the organization show; below it members see their own.
rows(own, homes, least) := [] if {
	administrator
	workspace
} else := in_organization(homes) if {
	administrator
} else := any_of(own, caller.id) if {
	workspace
} else := in_organization(homes) if {
	group_reaches("user")
	role_reaches(least)
} else := own_in_organization(own, homes) if {
	member
} else := none

none := [{"id": -1}]

in_organization(homes) := any_of(homes, input.auth.organization.id)

own_in_organization(own, homes) := array.concat(array.concat(any_of(own, caller.id), in_organization(homes)), ["&"])

any_of(fields, value) := [term | some i, field in fields; some term in alternative(i, field, value)]

alternative(0, field, value) := [{field: value}]

alternative(i, field, value) := [{field: value}, "|"] if i > 0

# --- access tokens ---------------------------------------------------------------------------------------------------

# An access token narrows what its owner may: `token` is absent for every other credential.
by_token if input.auth.token

token_writes if input.auth.token.read_only == false

token_permits(_) if not by_token

# Where nothing else is said, a read-only token reads and the others do all that their owner does.
token_permits(kind) if {
	not kind in {"resource", "reads"}
	token_writes
}

token_permits(kind) if {
	kind == "any"
	reads
}

# For what a token may never change: accounts and tokens themselves.
token_permits("reads") if input.scope in {"list", "view"}

token_permits("resource") if reads

token_permits("resource") if exports_here

token_permits("resource") if {
	token_writes
	writes
}

reads if input.scope in {"list", "list:content", "list:offline", "view", "download:exported_file", "dump:events"}

reads if startswith(input.scope, "view:")

exports_here if {
	startswith(input.scope, "export:")
	object.get(input.resource, "destination", "local") == "local"
}

writes if input.scope in {
	"create", "create@project", "update", "delete", "delete:annotations", "upload:data",
	"import:dataset", "import:backup", "import:annotations",
}

writes if startswith(input.scope, "update:")

writes if startswith(input.scope, "export:")
