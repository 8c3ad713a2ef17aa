# Conflicts are read through their report, whose policy decides on a single one; here stands only the list.
package conflicts

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
