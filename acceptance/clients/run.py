"""Runs the tests beside it and leaves a JUnit report: run.py FOLDER. The server's address comes in the environment (see acceptance/run-tests)."""

import pathlib
import sys
import time
import unittest
import xml.etree.ElementTree as xml


class Report(unittest.TextTestResult):
    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        self.cases, self.begun = {}, {}

    def startTest(self, test):
        super().startTest(test)
        self.begun[test] = time.monotonic()

    def case(self, test):
        if test not in self.cases:
            kind = type(test)
            name = getattr(test, "_testMethodName", str(test))
            spent = time.monotonic() - self.begun.get(test, time.monotonic())
            self.cases[test] = xml.Element("testcase", classname=f"{kind.__module__}.{kind.__qualname__}", name=name, time=f"{spent:.3f}")
        return self.cases[test]

    def stopTest(self, test):
        self.case(test)
        super().stopTest(test)

    def problem(self, test, kind, error):
        message = self._exc_info_to_string(error, test)
        xml.SubElement(self.case(test), kind, message=message.strip().splitlines()[-1]).text = message

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.problem(test, "failure", error)

    def addError(self, test, error):
        super().addError(test, error)
        self.problem(test, "error", error)

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error is not None:
            self.problem(test, "failure", error)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        xml.SubElement(self.case(test), "skipped", message=reason)


def main(folder):
    here = pathlib.Path(__file__).parent
    tests = unittest.defaultTestLoader.discover(str(here), top_level_dir=str(here))
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2, resultclass=Report).run(tests)
    suite = xml.Element("testsuite", name="official clients")
    suite.extend(result.cases.values())
    folder.mkdir(parents=True, exist_ok=True)
    xml.ElementTree(suite).write(folder / "TEST-clients.xml", encoding="utf-8", xml_declaration=True)
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
