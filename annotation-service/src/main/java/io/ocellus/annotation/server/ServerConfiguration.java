package io.ocellus.annotation.server;

import io.ocellus.annotation.access.Access;
import io.ocellus.annotation.access.Resources;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/** What the server says of itself. A server whose address is not configured is not asked about. */
@Configuration(proxyBeanMethods = false)
@Import(ServerController.class)
public class ServerConfiguration {
    /** The version of CVAT whose API this is; its clients compare it with their own. */
    public static final String VERSION = "2.54.1";

    /** The operations that are not built, each as {@code METHOD path} with {@code {}} for variables. */
    public static List<String> absentOperations() {
        return AbsentRoute.ALL.stream()
                .map(route -> route.method() + " " + route.path().replaceAll("\\{[^}]*}", "{}"))
                .toList();
    }

    @Bean
    Health health(DataSource dataSource, Environment environment, Clock clock) {
        Map<String, Probe> probes = new HashMap<>();
        probes.put("PostgreSQL", Probes.postgres(dataSource));
        String redis = environment.getProperty("ocellus.redis.url");
        if (redis != null) {
            probes.put("Redis", Probes.redis(URI.create(redis)));
        }
        String kafka = environment.getProperty("ocellus.kafka.bootstrap-servers");
        if (kafka != null) {
            probes.put("Kafka", Probes.kafka(kafka));
        }
        String objects = environment.getProperty("ocellus.object-storage.endpoint");
        if (objects != null) {
            probes.put("ObjectStorage", Probes.http(URI.create(objects)));
        }
        String vectors = vectorAddress(environment);
        if (vectors != null) {
            probes.put("VectorService", Probes.http(URI.create("http://" + vectors + "/healthz")));
        }
        return new Health(probes, Executors.newVirtualThreadPerTaskExecutor(), clock);
    }

    @Bean
    RouterFunction<ServerResponse> absentRoutes(Access access, Resources resources) {
        return new AbsentRoutes(access, resources).functions();
    }

    /** {@code ocellus.health.vector-address} (host:port), else the vector port of the same process. */
    private static @Nullable String vectorAddress(Environment environment) {
        String address = environment.getProperty("ocellus.health.vector-address");
        String port = environment.getProperty("ocellus.vector.port");
        if (address != null || port == null) {
            return address;
        }
        String host = environment.getProperty("ocellus.vector.listen-address", "127.0.0.1");
        return (host.equals("0.0.0.0") ? "127.0.0.1" : host) + ":" + port;
    }
}
