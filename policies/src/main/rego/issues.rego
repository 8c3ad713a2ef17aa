# Issues: everybody who works on the job sees and moves them; deleting is for their author and the task's staff.
package issues

import data.ocellus
import rego.v1

task_staff := {"task.owner", "task.assignee", "project.owner", "project.assignee"}

job_staff := task_staff | {"job.assignee"}

deleters := task_staff | {"owner"}

involved := job_staff | {"owner", "assignee"}

grants := [
	{"scopes": {"create@job"}, "place": "workspace", "group": "worker", "ties": job_staff},
	{"scopes": {"create@job"}, "place": "organization", "group": "worker", "role": "worker", "ties": job_staff},
	{"scopes": {"view"}, "place": "workspace", "ties": involved},
	{"scopes": {"view"}, "place": "organization", "role": "worker", "ties": involved},
	{"scopes": {"update"}, "place": "workspace", "group": "worker", "ties": involved},
	{"scopes": {"update"}, "place": "organization", "group": "worker", "role": "worker", "ties": involved},
	{"scopes": {"delete"}, "place": "workspace", "group": "worker", "ties": deleters},
	{"scopes": {"delete"}, "place": "organization", "group": "worker", "role": "worker", "ties": deleters},
	{
		"scopes": {"create@job", "view", "update", "delete"},
		"place": "organization", "group": "user", "role": "maintainer",
	},
]

default allow := false

allow if {
	ocellus.token_permits("any")
	entitled
}

entitled if ocellus.administrator

entitled if ocellus.lists

entitled if ocellus.granted(grants)

own := ["owner", "assignee", "job__assignee", "job__segment__task__owner", "job__segment__task__assignee", "job__segment__task__project__owner", "job__segment__task__project__assignee"]

homes := ["job__segment__task__organization", "job__segment__task__project__organization"]

filter := ocellus.rows(own, homes, "maintainer")
