package organizations

import rego.v1

default allow := true

filter := []
