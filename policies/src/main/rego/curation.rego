# Curation: searching is for everybody who can list; what a search shows is narrowed to jobs that the caller may view.
package curation

import data.ocellus
import rego.v1

default allow := false

allow if {
	ocellus.token_permits("any")
	entitled
}

entitled if ocellus.administrator

entitled if {
	input.scope in {"list", "view"}
	ocellus.group_reaches("worker")
	ocellus.workspace
}

entitled if {
	input.scope in {"list", "view"}
	ocellus.member
}

own := ["assignee_id", "segment__task__owner_id", "segment__task__assignee_id", "segment__task__project__owner_id", "segment__task__project__assignee_id"]

homes := ["segment__task__organization", "segment__task__project__organization"]

filter := ocellus.rows(own, homes, "maintainer")
