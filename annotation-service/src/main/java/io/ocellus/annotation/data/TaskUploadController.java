package io.ocellus.annotation.data;

import io.ocellus.annotation.files.Upload;
import io.ocellus.annotation.files.UploadTarget;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.Task;
import io.ocellus.annotation.model.TaskStore;
import io.ocellus.annotation.uploads.MultipartReader;
import io.ocellus.annotation.uploads.UploadProtocol;
import io.ocellus.annotation.uploads.Uploads;
import io.ocellus.annotation.wire.Fields;
import io.ocellus.annotation.wire.JsonBody;
import io.ocellus.requests.NewRequest;
import io.ocellus.requests.RequestId;
import io.ocellus.requests.RequestQueue;
import io.ocellus.requests.RequestQueues;
import io.ocellus.requests.RequestScope;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** How the media of a task is sent in. An answer with {@code rq_id} says that all of it is durable and will be made into the task. */
@RestController
class TaskUploadController {
    private static final String SCOPE = "upload:data";
    private final MediaAccess access;
    private final TaskStore tasks;
    private final Uploads uploads;
    private final UploadProtocol protocol;
    private final RequestQueue queue;
    private final TransactionTemplate transactions;

    TaskUploadController(
            MediaAccess access,
            TaskStore tasks,
            Uploads uploads,
            UploadProtocol protocol,
            RequestQueue queue,
            TransactionTemplate transactions) {
        this.access = access;
        this.tasks = tasks;
        this.uploads = uploads;
        this.protocol = protocol;
        this.queue = queue;
        this.transactions = transactions;
    }

    @PostMapping("/api/tasks/{id}/data")
    ResponseEntity<Object> post(@PathVariable long id, HttpServletRequest request) throws IOException {
        Task task = access.task(id, SCOPE);
        if (task.dataId() != null) {
            throw new Failure.Invalid("Adding more data is not supported");
        }
        UploadTarget target = UploadTarget.taskData(id);
        return switch (UploadProtocol.step(request)) {
            case START -> protocol.started();
            case TUS -> protocol.begin(request, target, access.user(), true);
            case MULTIPLE -> {
                protocol.takeAll(request, target, access.user());
                yield ResponseEntity.ok().build();
            }
            case FINISH -> finish(task, request, target);
        };
    }

    @RequestMapping(path = "/api/tasks/{id}/data", method = RequestMethod.OPTIONS)
    ResponseEntity<Object> options(@PathVariable long id) {
        access.task(id, SCOPE);
        return protocol.options();
    }

    @RequestMapping(path = "/api/tasks/{id}/data/{file}", method = RequestMethod.HEAD)
    ResponseEntity<Object> head(@PathVariable long id, @PathVariable String file) {
        access.task(id, SCOPE);
        return protocol.head(UploadTarget.taskData(id), access.user(), file);
    }

    @RequestMapping(path = "/api/tasks/{id}/data/{file}", method = RequestMethod.PATCH)
    ResponseEntity<Object> append(@PathVariable long id, @PathVariable String file, HttpServletRequest request)
            throws IOException {
        access.task(id, SCOPE);
        return protocol.append(request, UploadTarget.taskData(id), access.user(), file);
    }

    private ResponseEntity<Object> finish(Task task, HttpServletRequest request, UploadTarget target)
            throws IOException {
        Fields fields = MultipartReader.isMultipart(request.getContentType())
                ? new Fields(protocol.takeAll(request, target, access.user()))
                : JsonBody.fields(request);
        DataRequest data = DataRequest.read(fields);
        List<Upload> files = uploads.finished(target);
        if (files.isEmpty()) {
            throw new Failure.Invalid("No media data found");
        }
        checkOrder(data.uploadFileOrder(), files);
        String id = submitted(task, data);
        return ResponseEntity.accepted().body(Map.of("rq_id", id));
    }

    private String submitted(Task task, DataRequest data) {
        String submitted = transactions.execute(status -> {
            Task locked =
                    tasks.lock(task.id()).orElseThrow(() -> new Failure.NotFound("There is no task " + task.id()));
            if (locked.dataId() != null) {
                throw new Failure.Invalid("Adding more data is not supported");
            }
            return queue.submit(new NewRequest(
                    RequestId.createTask(task.id()),
                    RequestQueues.IMPORT,
                    access.user(),
                    RequestScope.ofTask(boxed(task.organizationId()), boxed(task.projectId()), task.id()),
                    data.params(task.id()),
                    Optional.ofNullable(MDC.get("traceId"))));
        });
        if (submitted == null) {
            throw new IllegalStateException("a transaction without a result");
        }
        return submitted;
    }

    private static void checkOrder(List<String> order, List<Upload> files) {
        Set<String> wrong = new HashSet<>(order);
        Set<String> sent = new HashSet<>();
        files.forEach(file -> sent.add(file.name()));
        wrong.removeAll(sent);
        if (!order.isEmpty()) {
            order.forEach(sent::remove);
            wrong.addAll(sent);
        }
        if (!wrong.isEmpty() || new HashSet<>(order).size() != order.size()) {
            throw Failure.Invalid.field(
                    "upload_file_order",
                    "The uploaded files are not those of the list: "
                            + wrong.stream().sorted().limit(5).toList());
        }
    }

    private static OptionalLong boxed(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
