package io.ocellus.annotation.data;

import io.ocellus.annotation.access.Access;
import io.ocellus.annotation.frames.FrameStore;
import io.ocellus.annotation.model.JobStore;
import io.ocellus.annotation.model.ProjectStore;
import io.ocellus.annotation.model.TaskStore;
import io.ocellus.annotation.uploads.UploadProtocol;
import io.ocellus.annotation.uploads.Uploads;
import io.ocellus.media.FrameReader;
import io.ocellus.requests.RequestQueue;
import java.nio.file.Path;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The endpoints of media. */
@Configuration(proxyBeanMethods = false)
public class DataConfiguration {
    @Bean
    MediaAccess mediaAccess(Access access, ProjectStore projects, TaskStore tasks, JobStore jobs, FrameStore frames) {
        return new MediaAccess(access, projects, tasks, jobs, frames);
    }

    @Bean
    JobFrames jobFrames(JdbcClient jdbc) {
        return new JobFrames(jdbc);
    }

    @Bean
    FrameAnswers frameAnswers(FrameReader reader) {
        return new FrameAnswers(reader, Path.of(System.getProperty("java.io.tmpdir")));
    }

    @Bean
    TaskUploadController taskUploadController(
            MediaAccess access,
            TaskStore tasks,
            Uploads uploads,
            UploadProtocol protocol,
            RequestQueue queue,
            TransactionTemplate transactions) {
        return new TaskUploadController(access, tasks, uploads, protocol, queue, transactions);
    }

    @Bean
    DataController dataController(MediaAccess access, JobFrames jobFrames, FrameAnswers answers) {
        return new DataController(access, jobFrames, answers);
    }

    @Bean
    DataMetaController dataMetaController(
            MediaAccess access, JobFrames jobFrames, FrameStore frames, TransactionTemplate transactions) {
        return new DataMetaController(access, jobFrames, frames, transactions);
    }
}
