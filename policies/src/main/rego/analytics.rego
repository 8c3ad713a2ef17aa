# Analytics is a right of the account, not of a group: an administrator has it only when it was given.
package analytics

import data.ocellus
import rego.v1

default allow := false

allow if {
	ocellus.token_permits("any")
	ocellus.caller.has_analytics_access
}
