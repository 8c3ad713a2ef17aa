# Nobody, not even an administrator: compiled to policies-without-users.wasm for a test with
#   opa build -t wasm -e users/allow -e organizations/allow -e organizations/filter -o b.tar.gz src/test/rego
package users

import rego.v1

default allow := false
