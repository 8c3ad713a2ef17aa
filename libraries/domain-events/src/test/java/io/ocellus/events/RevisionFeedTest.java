package io.ocellus.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.embedded.TestServers;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

class RevisionFeedTest {
    @Test
    void everyRevisionReachesEveryGroupInOrderAndAgainAfterAFailure() throws Exception {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(TestServers.newDatabase());
        database.setUser(TestServers.postgres().user());
        database.setPassword(TestServers.postgres().password());
        JdbcClient jdbc = JdbcClient.create(database);
        jdbc.sql("CREATE SCHEMA annotation").update();
        jdbc.sql("CREATE TABLE annotation.job (id bigint PRIMARY KEY, task_id bigint)")
                .update();
        jdbc.sql(
                        "CREATE TABLE annotation.job_revision (job_id bigint, revision bigint, at timestamptz DEFAULT"
                                + " clock_timestamp(), user_id bigint, action text, trace_id text, published boolean DEFAULT false, purged_task bigint)")
                .update();
        jdbc.sql("INSERT INTO annotation.job VALUES (7, 70), (8, 80)").update();
        String servers = TestServers.kafka().bootstrapServers();
        String topic = TestServers.uniqueName("revisions");
        BlockingQueue<JobRevision> seen = new LinkedBlockingQueue<>();
        AtomicBoolean failOnce = new AtomicBoolean(true);
        try (RevisionRelay relay = new RevisionRelay(database, new JdbcTransactionManager(database), servers, topic);
                RevisionFeed.Subscription first = new KafkaRevisionFeed(servers, topic, "one")
                        .subscribe(TestServers.uniqueName("group"), batch -> {
                            if (failOnce.getAndSet(false)) {
                                throw new IllegalStateException("the handler fails once");
                            }
                            seen.addAll(batch);
                        })) {
            relay.start();
            for (int i = 1; i <= 600; i++) {
                jdbc.sql(
                                "INSERT INTO annotation.job_revision (job_id, revision, action, user_id) VALUES (?, ?, 'create', 1)")
                        .param(7 + i % 2)
                        .param(i)
                        .update();
            }
            jdbc.sql(
                            "INSERT INTO annotation.job_revision (job_id, revision, action, purged_task) VALUES (9, 1, 'purge', 90)")
                    .update();
            relay.wake();
            List<JobRevision> got = new java.util.ArrayList<>();
            while (got.stream().map(JobRevision::revision).distinct().count() < 600
                    || got.stream().noneMatch(JobRevision::purge)) {
                JobRevision next = seen.poll(60, TimeUnit.SECONDS);
                assertThat(next).as("after %s", got.size()).isNotNull();
                got.add(next);
            }
            List<Long> ofSeven = got.stream()
                    .filter(r -> r.jobId() == 7)
                    .map(JobRevision::revision)
                    .distinct()
                    .toList();
            assertThat(ofSeven).isSorted().hasSize(300);
            assertThat(got.getFirst().taskId()).isIn(70L, 80L);
            assertThat(got.stream().filter(JobRevision::purge))
                    .isNotEmpty()
                    .allSatisfy(last -> assertThat(last.taskId()).isEqualTo(90));
        }
        assertThat(jdbc.sql("SELECT count(*) FROM annotation.job_revision WHERE NOT published")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(jdbc.sql("SELECT count(*) FROM annotation.job_revision WHERE job_id = 9")
                        .query(Long.class)
                        .single())
                .as("the last row of a job that is gone goes with its message")
                .isZero();
    }
}
