"""Counts what ran: summary.py HOME [WHAT_BROKE ...]. Prints failures, skips with their reasons, and a last line of counts; exit 1 unless all is well."""

import collections
import pathlib
import sys
import xml.etree.ElementTree as xml

FOLDERS = ("surefire-reports", "client-reports")


def reports(home):
    for pom in sorted(home.glob("**/pom.xml")):
        if {"target", "node_modules"} & set(pom.relative_to(home).parts):
            continue
        for folder in FOLDERS:
            for report in sorted((pom.parent / "target" / folder).glob("TEST-*.xml")):
                yield pom.parent.relative_to(home).as_posix(), report


def first_line(element):
    said = element.get("message") or (element.text or "").strip() or element.get("type") or "no reason given"
    return said.strip().splitlines()[0][:300]


def main(home, broken):
    passed, failed, skipped = collections.Counter(), [], []
    seconds = collections.Counter()
    for module, report in reports(home):
        for case in xml.parse(report).getroot().iter("testcase"):
            name = f"{module}: {case.get('classname', '').split('.')[-1]}.{case.get('name')}"
            seconds[module] += float(case.get("time") or 0)
            problem = next((e for e in case if e.tag in ("failure", "error")), None)
            skip = case.find("skipped")
            if problem is not None:
                failed.append((name, first_line(problem)))
            elif skip is not None:
                skipped.append((name, first_line(skip)))
            else:
                passed[module] += 1
    print("\nmodule                          passed   seconds in tests")
    for module in sorted(seconds):
        print(f"{module:30} {passed[module]:7} {seconds[module]:10.1f}")
    for name, reason in skipped:
        print(f"skipped  {name}: {reason}")
    for name, reason in failed:
        print(f"FAILED   {name}: {reason}")
    for what in broken:
        print(f"FAILED   {what}")
    total = passed.total()
    print(f"{total} passed, {len(failed) + len(broken)} failed, {len(skipped)} skipped")
    return 1 if failed or broken or total == 0 else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve(), sys.argv[2:]))
