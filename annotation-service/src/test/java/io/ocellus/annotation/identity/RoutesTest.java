package io.ocellus.annotation.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.annotation.access.Routes;
import io.ocellus.annotation.access.Routes.Route;
import io.ocellus.annotation.identity.RunningService.Answer;
import io.ocellus.annotation.memberships.Members;
import io.ocellus.authorization.PolicyEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every route of the table × who asks: strangers, other tenants, and each role of the tenant itself. */
class RoutesTest {
    private static final String PASSWORD = "Str0ng-pass-9";
    private static final Map<String, Long> targets = new LinkedHashMap<>();
    private static final Map<String, String> foreigners = new LinkedHashMap<>();
    private static final Map<String, String> members = new LinkedHashMap<>();
    private static RunningService service;
    private static long owner;
    private static long tenant;

    @BeforeAll
    static void makeTwoTenants() throws Exception {
        service = RunningService.start();
        owner = account("tenant-owner", "user");
        String token = service.basic("tenant-owner", PASSWORD);
        members.put("owner", token);
        tenant = service.call("POST", "/api/organizations", token, Map.of("slug", "tenant-a"))
                .body()
                .get("id")
                .longValue();
        Members memberships = service.bean(Members.class);
        for (String role : List.of("maintainer", "supervisor", "worker")) {
            memberships.add(tenant, account("tenant-" + role, "user"), role);
            members.put(role, service.basic("tenant-" + role, PASSWORD));
        }
        for (String group : List.of("user", "worker")) {
            account("foreign-" + group, group);
            foreigners.put("a " + group + " of no organization", service.basic("foreign-" + group, PASSWORD));
        }
        account("foreign-owner", "user");
        String foreign = service.basic("foreign-owner", PASSWORD);
        service.call("POST", "/api/organizations", foreign, Map.of("slug", "tenant-b"));
        foreigners.put("the owner of another organization", foreign);
        targets.put("organization", tenant);
        targets.put("user", owner);
        targets.putAll(rows());
        targets.put(
                "access_token",
                service.call("POST", "/api/auth/access_tokens", token, Map.of("name", "t"))
                        .body()
                        .get("id")
                        .longValue());
    }

    private static long account(String name, String group) {
        return service.bean(Registration.class)
                .create(name, "", "", name + "@example.com", PASSWORD, Set.of(group))
                .id();
    }

    private static Map<String, Long> rows() {
        JdbcClient jdbc = service.bean(JdbcClient.class);
        long project =
                insert(jdbc, "INSERT INTO annotation.project (name, owner_id, organization_id) VALUES ('p', ?, ?)");
        long task = insert(jdbc, "INSERT INTO annotation.task (name, owner_id, organization_id) VALUES ('t', ?, ?)");
        long segment = one(
                jdbc,
                "INSERT INTO annotation.segment (task_id, start_frame, stop_frame) VALUES (?, 0, 1) RETURNING id",
                task);
        long job = jdbc.sql("INSERT INTO annotation.job (segment_id, task_id) VALUES (?, ?) RETURNING id")
                .params(segment, task)
                .query(Long.class)
                .single();
        long label = one(jdbc, "INSERT INTO annotation.label (task_id, name) VALUES (?, 'l') RETURNING id", task);
        long membership =
                one(jdbc, "SELECT id FROM identity.membership WHERE role = 'worker' AND organization_id = ?", tenant);
        return Map.of("project", project, "task", task, "job", job, "label", label, "membership", membership);
    }

    private static long insert(JdbcClient jdbc, String sql) {
        return jdbc.sql(sql + " RETURNING id")
                .params(owner, tenant)
                .query(Long.class)
                .single();
    }

    private static long one(JdbcClient jdbc, String sql, long parameter) {
        return jdbc.sql(sql).param(parameter).query(Long.class).single();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static Answer ask(Route route, String token, String query) throws IOException, InterruptedException {
        String id = String.valueOf(targets.getOrDefault(route.target(), 1L));
        String path = route.path().replaceFirst("\\{[a-z_]+}", id).replaceAll("\\{[a-z_]+}", "1");
        boolean body = List.of("POST", "PUT", "PATCH").contains(route.method());
        return service.call(route.method(), path + query, token, body ? Map.of("role", "worker", "name", "x") : null);
    }

    @Test
    void everyControllersRouteStandsInTheTable() {
        Set<String> known = Routes.all().stream()
                .map(route -> route.method() + " " + shape(route.path()))
                .collect(Collectors.toSet());
        List<String> missing = new ArrayList<>();
        service.bean(RequestMappingHandlerMapping.class).getHandlerMethods().forEach((mapping, handler) -> {
            for (String path : mapping.getPatternValues()) {
                if (path.startsWith("/api/") && path.indexOf('*') < 0) {
                    mapping.getMethodsCondition().getMethods().stream()
                            .flatMap(method -> alternatives(path).map(one -> method.name() + " " + shape(one)))
                            .filter(route -> !known.contains(route))
                            .forEach(missing::add);
                }
            }
        });
        assertThat(missing).as("add them to routes.tsv").isEmpty();
    }

    /** A path whose part is one of several words, as in {@code {kind:tasks|jobs}}, stands for a path of each. */
    private static Stream<String> alternatives(String path) {
        Matcher choice = Pattern.compile("\\{\\w+:([\\w|]+)}").matcher(path);
        return choice.find() ? Stream.of(choice.group(1).split("\\|")).map(choice::replaceFirst) : Stream.of(path);
    }

    private static String shape(String path) {
        return path.replaceAll("\\{[^}]*}", "{}");
    }

    @Test
    void aStrangerGetsNothingButWhatIsOpen() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (Route route : Routes.all()) {
            int status = ask(route, "", "").status();
            if (route.target().equals("open") ? status == 401 || status == 403 : status != 401) {
                wrong.add(status + " " + route);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void aForeignTenantIsRefusedEveryResource() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (Route route : Routes.all()) {
            if (!targets.containsKey(route.target())) {
                continue;
            }
            for (Map.Entry<String, String> foreigner : foreigners.entrySet()) {
                for (String query : List.of("", "?org=tenant-a", "?org=")) {
                    int status = ask(route, foreigner.getValue(), query).status();
                    if (status != 403 && status != 404) {
                        wrong.add(status + " " + route + " " + query + " by " + foreigner.getKey());
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        JdbcClient jdbc = service.bean(JdbcClient.class);
        assertThat(jdbc.sql("SELECT count(*) FROM annotation.task WHERE name = 't'")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void aForeignTenantSeesNoRowAndMakesNothingThere() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (Route route : Routes.all()) {
            for (Map.Entry<String, String> foreigner : foreigners.entrySet()) {
                if (route.target().equals("list")) {
                    Answer inside = ask(route, foreigner.getValue(), "?org=tenant-a");
                    boolean global =
                            Set.of("organizations", "access_tokens", "requests").contains(route.policy());
                    if (!global && inside.status() != 403 && inside.status() != 404) {
                        wrong.add(inside.status() + " " + route + " by " + foreigner.getKey());
                    }
                    String rows = ask(route, foreigner.getValue(), "").body().toString();
                    if (rows.contains("tenant-a") || rows.contains("tenant-owner")) {
                        wrong.add("rows " + route + " by " + foreigner.getKey());
                    }
                } else if (route.target().equals("create")
                        && !Set.of("organizations", "access_tokens").contains(route.policy())) {
                    int status =
                            ask(route, foreigner.getValue(), "?org=tenant-a").status();
                    if (status < 400) {
                        wrong.add(status + " " + route + " by " + foreigner.getKey());
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void eachRoleReadsWhatThePolicySays() throws Exception {
        PolicyEngine policies = service.bean(PolicyEngine.class);
        List<String> wrong = new ArrayList<>();
        for (Route route : Routes.all()) {
            if (!route.method().equals("GET")
                    || !Set.of("project", "task", "job").contains(route.target())) {
                continue;
            }
            for (Map.Entry<String, String> member : members.entrySet()) {
                boolean may = policies.allows(route.policy(), input(route, member.getKey()));
                int status = ask(route, member.getValue(), "").status();
                boolean refused = status == 403 || (status == 404 && !may);
                if (may ? status == 401 || status == 403 : !refused) {
                    wrong.add(status + " " + route + " by the " + member.getKey() + ", policy says " + may);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static Map<String, Object> input(Route route, String role) {
        long user = service.bean(Accounts.class)
                .byUsername("tenant-" + role)
                .orElseThrow()
                .id();
        Map<String, Object> facts = Map.of("owner", Map.of("id", owner), "organization", Map.of("id", tenant));
        Map<String, Object> resource = route.target().equals("job")
                ? Map.of("task", Map.of("owner", Map.of("id", owner)), "organization", Map.of("id", tenant))
                : facts;
        return Map.of(
                "scope", route.scope(),
                "auth",
                        Map.of(
                                "user", Map.of("id", user, "privilege", "user"),
                                "organization",
                                        Map.of(
                                                "id", tenant,
                                                "owner", Map.of("id", owner),
                                                "user", Map.of("role", role))),
                "resource", resource);
    }
}
