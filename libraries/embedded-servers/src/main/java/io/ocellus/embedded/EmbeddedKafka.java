package io.ocellus.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker and its controller (KRaft) in this process, with few threads. What it acknowledged survives kill -9 of the process, since
 * the operating system holds the pages; with {@code flushEachBatch} also a loss of power.
 */
public final class EmbeddedKafka implements EmbeddedServer {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedKafka.class);
    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedKafka(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    public static EmbeddedKafka start(Path folder, int port, int controllerPort, boolean flushEachBatch) {
        try {
            Files.createDirectories(folder);
            format(folder);
            Properties properties = properties(folder, port, controllerPort, flushEachBatch);
            KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
            server.startup();
            return new EmbeddedKafka(server, port);
        } catch (IOException e) {
            throw new ServerStartFailure("cannot use " + folder + " for Kafka: " + e.getMessage(), e);
        } catch (Exception e) {
            throw new ServerStartFailure("Kafka does not start: " + e, e);
        }
    }

    @Override
    public String name() {
        return "Kafka";
    }

    @Override
    public int port() {
        return port;
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public boolean isAlive() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path folder) throws Exception {
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Formatter()
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(1)
                .addDirectory(folder.toString())
                .setMetadataLogDirectory(folder.toString())
                .setControllerListenerName("CONTROLLER")
                .setIgnoreFormatted(true)
                .setPrintStream(new PrintStream(out, true, StandardCharsets.UTF_8))
                .run();
        log.debug("{}", out.toString(StandardCharsets.UTF_8));
    }

    private static Properties properties(Path folder, int port, int controllerPort, boolean flushEachBatch) {
        Properties p = new Properties();
        p.setProperty("process.roles", "broker,controller");
        p.setProperty("node.id", "1");
        p.setProperty("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        p.setProperty("controller.listener.names", "CONTROLLER");
        p.setProperty("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        p.setProperty("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        p.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.setProperty("log.dirs", folder.toString());
        // After kill -9 the controller takes the broker that starts for a second one until the session of the first has
        // run out.
        p.setProperty("broker.session.timeout.ms", "3000");
        p.setProperty("broker.heartbeat.interval.ms", "1000");
        p.setProperty("num.network.threads", "1");
        p.setProperty("num.io.threads", "2");
        p.setProperty("background.threads", "1");
        p.setProperty("num.recovery.threads.per.data.dir", "1");
        p.setProperty("num.replica.fetchers", "1");
        p.setProperty("queued.max.requests", "64");
        p.setProperty("log.cleaner.threads", "1");
        p.setProperty("log.cleaner.dedupe.buffer.size", "2097152");
        p.setProperty("log.cleaner.io.buffer.size", "65536");
        p.setProperty("socket.request.max.bytes", "16777216");
        p.setProperty("auto.create.topics.enable", "false");
        p.setProperty("offsets.topic.replication.factor", "1");
        p.setProperty("offsets.topic.num.partitions", "1");
        p.setProperty("transaction.state.log.replication.factor", "1");
        p.setProperty("transaction.state.log.min.isr", "1");
        p.setProperty("transaction.state.log.num.partitions", "1");
        p.setProperty("share.coordinator.state.topic.replication.factor", "1");
        p.setProperty("share.coordinator.state.topic.num.partitions", "1");
        p.setProperty("group.initial.rebalance.delay.ms", "0");
        p.setProperty("group.coordinator.threads", "1");
        p.setProperty("log.segment.bytes", "67108864");
        p.setProperty("log.index.size.max.bytes", "1048576");
        p.setProperty("log.retention.check.interval.ms", "60000");
        p.setProperty("metadata.log.segment.bytes", "16777216");
        p.setProperty("metadata.max.idle.interval.ms", "5000");
        if (flushEachBatch) {
            p.setProperty("log.flush.interval.messages", "1");
        }
        return p;
    }
}
