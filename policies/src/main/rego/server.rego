# The server's own pages are open; the share's content is for users.
package server

import data.ocellus
import rego.v1

default allow := false

allow if {
	ocellus.token_permits("any")
	entitled
}

entitled if input.scope == "view"

entitled if {
	input.scope == "list:content"
	ocellus.group_reaches("user")
}
