package io.ocellus.vector.storage.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The test's end of a {@link HistoryNode}: sends lines, hears answers, kills. */
final class KilledNode implements AutoCloseable {
    private final Process process;
    private final OutputStream lines;
    private final Map<String, CompletableFuture<Optional<String>>> asked = new ConcurrentHashMap<>();
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
    private long sent;

    private KilledNode(Process process) {
        this.process = process;
        this.lines = process.getOutputStream();
    }

    static KilledNode start(TestCluster cluster) throws Exception {
        KilledNode node = new KilledNode(cluster.spawn(HistoryNode.class, "killed"));
        Thread.ofVirtual().start(node::listen);
        assertThat(node.ready.get(90, TimeUnit.SECONDS)).isTrue();
        return node;
    }

    private void listen() {
        try (BufferedReader answers =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = answers.readLine()) != null) {
                String[] words = line.split(" ", 2);
                if (line.equals("ready")) {
                    ready.complete(true);
                } else if (words.length == 2) {
                    answered(words[0], Optional.of(words[1]));
                }
            }
        } catch (IOException e) {
            // The pipe of a killed process may end so: what it still owed is told below.
        }
        ready.complete(false);
        List.copyOf(asked.keySet()).forEach(number -> answered(number, Optional.empty()));
    }

    private void answered(String number, Optional<String> answer) {
        CompletableFuture<Optional<String>> question = asked.remove(number);
        if (question != null) {
            question.complete(answer);
        }
    }

    /** Sends it without waiting; empty where the process died with the answer. */
    CompletableFuture<Optional<String>> send(String line) {
        String number = Long.toString(++sent);
        CompletableFuture<Optional<String>> question = new CompletableFuture<>();
        asked.put(number, question);
        try {
            lines.write((number + " " + line + "\n").getBytes(StandardCharsets.UTF_8));
            lines.flush();
        } catch (IOException e) {
            answered(number, Optional.empty());
        }
        if (!process.isAlive()) {
            answered(number, Optional.empty());
        }
        return question;
    }

    /** Whether it was done; false where nobody knows. Anything else is a failure of the test. */
    static boolean known(CompletableFuture<Optional<String>> question) throws Exception {
        Optional<String> answer = question.get(90, TimeUnit.SECONDS);
        answer.ifPresent(text -> assertThat(text).matches("(?s)(done|unknown).*"));
        return answer.isPresent() && answer.get().startsWith("done");
    }

    /** Asks and waits; the process must be alive. A read that finds its partition reopening is asked again. */
    String ask(String line) throws Exception {
        Optional<String> answer = Optional.empty();
        for (int attempt = 0; attempt < 50; attempt++) {
            answer = send(line).get(90, TimeUnit.SECONDS);
            assertThat(answer).as("the answer to " + line).isPresent();
            if (answer.get().startsWith("done ")) {
                return answer.get().substring("done ".length());
            }
            java.util.concurrent.locks.LockSupport.parkNanos(200_000_000);
        }
        throw new AssertionError(line + ": " + answer);
    }

    /** SIGKILL. */
    void kill() throws Exception {
        process.destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
