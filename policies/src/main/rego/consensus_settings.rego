# Consensus settings are read and changed through their task, whose policy decides on a single one; here stands only the list.
package consensus_settings

import data.ocellus
import rego.v1

default allow := false

allow if {
	ocellus.token_permits("any")
	entitled
}

entitled if ocellus.administrator

entitled if ocellus.lists

reach := ocellus.reach("maintainer")
