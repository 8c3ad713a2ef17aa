package io.ocellus.standalone;

import io.ocellus.annotation.service.AnnotationServiceMain;
import io.ocellus.embedded.Ports;
import io.ocellus.embedded.ServerStartFailure;
import io.ocellus.gateway.GatewayConfiguration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.core.env.MapPropertySource;

/**
 * One running instance: the data folder's lock, the embedded servers, then two Spring contexts, the services and the gateway before them.
 * They are closed in the reverse order, once, whoever asks first.
 */
final class Standalone implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Standalone.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean closing;

    private Standalone() {}

    /** @param data opened by the caller, before the first logger is made; closed with the rest, also when the start fails */
    static Standalone start(Options options, DataDirectory data, Progress progress) {
        Standalone standalone = new Standalone();
        try {
            standalone.startParts(options, standalone.keep(data), progress);
            return standalone;
        } catch (RuntimeException e) {
            standalone.close();
            Throwable cause = e;
            while (cause.getCause() != null
                    && !(cause instanceof UsageFailure)
                    && !(cause instanceof ServerStartFailure)) {
                cause = cause.getCause();
            }
            if (cause instanceof UsageFailure || cause instanceof ServerStartFailure) {
                throw (RuntimeException) cause;
            }
            log.error("the start failed", e);
            throw new ServerStartFailure(
                    "the start failed: " + cause + "; more in " + System.getProperty("ocellus.log"), e);
        }
    }

    private void startParts(Options options, DataDirectory data, Progress progress) {
        data.writePid();
        Optional<String> newPassword = data.newAdminPassword();
        EmbeddedServers servers = keep(EmbeddedServers.start(data, options.fsync(), progress));
        Ports ports = new Ports(data.folder().resolve("ports.properties"));
        Settings settings = new Settings(options, data, servers, ports.of("services"));
        keep(context(
                ServicesConfiguration.class,
                WebApplicationType.SERVLET,
                AnnotationServiceMain.DEFAULTS,
                settings.services()));
        progress.line("annotation, vectors and workers are up");
        keep(context(
                GatewayContext.class, WebApplicationType.REACTIVE, GatewayConfiguration.DEFAULTS, settings.gateway()));
        newPassword.ifPresent(password -> progress.plain("admin password: " + password));
        progress.line("web page and annotation API at http://" + options.listen() + ":" + options.port());
        progress.line("vectors (Milvus) at http://" + options.listen() + ":" + options.vectorPort());
        progress.plain("ready: http://" + options.listen() + ":" + options.port() + " (sign in as admin, password in "
                + data.adminPasswordFile() + ")");
    }

    // Settings go before the environment: a SERVER_PORT that is meant for another program must not move one part away
    // from the rest.
    private static AutoCloseable context(
            Class<?> configuration,
            WebApplicationType type,
            Map<String, Object> defaults,
            Map<String, Object> settings) {
        return new SpringApplicationBuilder(configuration)
                .web(type)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .addCommandLineProperties(false)
                .properties(defaults)
                .initializers(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource("standalone", settings)))
                .run();
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closing) {
                return;
            }
            closing = true;
        }
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                log.error("{} did not stop in an orderly way", part, e);
            }
        }
        closed.countDown();
    }
}
