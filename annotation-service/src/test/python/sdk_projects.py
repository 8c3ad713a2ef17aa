"""The unchanged cvat-sdk against projects, tasks, jobs and labels: sdk_projects.py BASE_URL TOKEN. Exit 0 when every answer fits its model."""

import json
import sys

from cvat_sdk.api_client import ApiClient, Configuration, exceptions, models


def missing(call):
    try:
        call()
    except exceptions.NotFoundException:
        return
    raise AssertionError("found what should be gone")


def main(base, token):
    with ApiClient(Configuration(host=base), headers={"Authorization": "Bearer " + token}) as client:
        assert client.server_api.retrieve_about()[0].version == "2.54.1"
        checked = models.AttributeRequest(name="checked", mutable=True, input_type="checkbox", default_value="false", values=["false"])
        labels = [models.PatchedLabelRequest(name="raccoon", attributes=[checked])]
        project = client.projects_api.create(models.ProjectWriteRequest(name="sdk project", labels=labels))[0]
        assert project.owner.username == "admin"
        task = client.tasks_api.create(models.TaskWriteRequest(name="sdk task", project_id=project.id, segment_size=25, overlap=4))[0]
        assert client.tasks_api.retrieve(task.id)[0].overlap == 4
        label = client.labels_api.list(task_id=task.id)[0].results[0]
        assert (label.name, label.attributes[0].name) == ("raccoon", "checked")
        rule = json.dumps({"and": [{"==": [{"var": "project_id"}, project.id]}]})
        page = client.tasks_api.list(filter=rule, sort="-id")[0]
        assert page.count == 1 and page.results[0].name == "sdk task"
        assert client.jobs_api.list(task_id=task.id)[0].count == 0
        formats = client.server_api.retrieve_annotation_formats()[0]
        assert "COCO 1.0" in [f.name for f in formats.importers] and "COCO 1.0" in [f.name for f in formats.exporters]
        change = models.PatchedTaskWriteRequest(name="renamed", assignee_id=project.owner.id)
        renamed = client.tasks_api.partial_update(task.id, patched_task_write_request=change)[0]
        assert renamed.name == "renamed" and renamed.assignee.username == "admin" and renamed.assignee_updated_date
        more = models.PatchedProjectWriteRequest(labels=[models.PatchedLabelRequest(name="cat")])
        client.projects_api.partial_update(project.id, patched_project_write_request=more)
        assert client.labels_api.list(project_id=project.id)[0].count == 2
        missing(lambda: client.tasks_api.retrieve(987654321))
        client.projects_api.destroy(project.id)
        missing(lambda: client.tasks_api.retrieve(task.id))


if __name__ == "__main__":
    main(*sys.argv[1:])
