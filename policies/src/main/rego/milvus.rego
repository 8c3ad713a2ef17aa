# The vector face. A scope is a privilege by Milvus' name; the administrator has all of them, everybody else only what
# was granted: `input.grants` lists {"privilege", "database", "collection"}, each of which may be "*". The reserved
# database belongs to the platform's own services.
package milvus

import data.ocellus
import rego.v1

reserved := "_ocellus"

database := object.get(input, ["resource", "database"], "default")

collection := object.get(input, ["resource", "collection"], "")

default allow := false

allow if input.auth.service == true

allow if {
	database != reserved
	token_permits
	entitled
}

token_permits if not ocellus.by_token

token_permits if ocellus.token_writes

token_permits if input.resource.reads == true

entitled if ocellus.administrator

entitled if {
	some grant in input.grants
	grant.privilege in {input.scope, "*"}
	grant.database in {database, "*"}
	grant.collection in {collection, "*"}
}
