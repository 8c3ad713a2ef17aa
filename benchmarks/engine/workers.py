"""Contestants as processes that wait for their turn, each pinned to cores with all its threads."""
import json
import os
import pathlib
import selectors
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
JAVA = ("ocellus", "jvector", "lucene")


class Failed(Exception):
    """What a contestant could not do, in one line."""


class Worker:
    def __init__(self, kind: str, index: str, base: pathlib.Path, metric: str, folder: pathlib.Path, cores: list[int], threads=1):
        arguments = [kind, str(base), metric, index, str(folder), str(threads)]
        command = [str(HERE / "run"), "worker"] if kind in JAVA else [sys.executable, str(HERE / "contestants.py")]
        folder.parent.mkdir(parents=True, exist_ok=True)
        self.log = folder.with_suffix(".log")
        self.kind, self.index, self.warmed = kind, index, set()
        environment = os.environ | {"OMP_NUM_THREADS": str(max(threads, 1)), "OMP_WAIT_POLICY": "PASSIVE"}
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(["taskset", "-c", ",".join(map(str, cores)), *command, *arguments], env=environment,
                                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.process.stdout, selectors.EVENT_READ)
        self.rest = b""

    def answer(self, timeout=3600) -> dict:
        while b"\n" not in self.rest:
            if not self.selector.select(timeout):
                self.close()
                raise Failed(f"no answer for {timeout} s")
            part = os.read(self.process.stdout.fileno(), 1 << 20)
            if not part:
                tail = self.log.read_text(errors="replace").strip().splitlines()[-1:] or ["nothing said"]
                raise Failed(f"ended: {tail[0][:300]}")
            self.rest += part
        line, _, self.rest = self.rest.partition(b"\n")
        if not line.startswith(b"{"):
            return self.answer(timeout)  # a library that talks on standard output
        answer = json.loads(line)
        if "error" in answer:
            raise Failed(answer["error"].splitlines()[0])
        return answer

    def send(self, *words) -> dict:
        try:
            self.process.stdin.write(("\t".join(map(str, words)) + "\n").encode())
            self.process.stdin.flush()
        except BrokenPipeError:
            pass
        return self.answer()

    def search(self, settings, batch, queries, ids, accepted=None, threads=1, k=10, warm=(3.0, 0.7), trace=False) -> dict:
        """One timed pass. A Java process first warms up, at the first call of all and at the first one of a kind."""
        kind = (settings, batch, str(queries), str(accepted), threads)
        seconds = 0 if kind in self.warmed else warm[1] if self.warmed else warm[0]
        self.warmed.add(kind)
        return self.send("search", settings, batch, threads, k, queries, accepted or "-", seconds, ids, int(trace))

    def pin(self, cores: list[int]) -> None:
        for task in os.listdir(f"/proc/{self.process.pid}/task"):
            try:
                os.sched_setaffinity(int(task), cores)
            except ProcessLookupError:
                continue

    def close(self) -> None:
        try:
            self.process.stdin.write(b"quit\n")
            self.process.stdin.close()
            self.process.wait(20)
        except (OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        self.selector.close()
        self.process.stdout.close()
