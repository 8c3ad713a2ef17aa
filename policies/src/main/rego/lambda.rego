# Models: everybody sees which there are, whoever has a group runs them.
package lambda

import data.ocellus
import rego.v1

default allow := false

allow if {
	ocellus.token_permits("any")
	entitled
}

entitled if ocellus.administrator

entitled if input.scope in {"list", "view"}

entitled if {
	input.scope in {"call:online", "call:offline", "list:offline"}
	ocellus.group_reaches("worker")
}

own := ["owner_id", "assignee_id", "project__owner_id", "project__assignee_id"]

homes := ["organization", "project__organization"]

filter := ocellus.rows(own, homes, "maintainer")
