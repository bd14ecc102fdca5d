//! How many tests passed and failed, read from what the test runners print.

use std::ops::AddAssign;

/// Tests that passed and tests that failed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Counts {
    /// Passed.
    pub(crate) passed: usize,
    /// Failed, whatever the reason.
    pub(crate) failed: usize,
}

impl Counts {
    /// One check.
    pub(crate) fn one(passed: bool) -> Self {
        Self {
            passed: passed.into(),
            failed: (!passed).into(),
        }
    }

    /// What a runner counted, against how it ended: a runner that failed without a failed test, or that found no test at all, is one failure.
    pub(crate) fn agreeing_with(mut self, success: bool) -> Self {
        if self.failed == 0 && (!success || self.passed == 0) {
            self.failed = 1;
        }
        self
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// Rust's test harness, once per test binary: `test result: ok. 3 passed; 0 failed; 0 ignored; ...`.
pub(crate) fn rust(lines: &[String]) -> Counts {
    let mut counts = Counts::default();
    for line in lines {
        let Some((_, result)) = line.split_once("test result: ") else {
            continue;
        };
        let (_, numbers) = result.split_once(". ").unwrap_or(("", result));
        for part in numbers.split(';') {
            match number_before(part, |word| word) {
                Some((number, "passed")) => counts.passed += number,
                Some((number, "failed")) => counts.failed += number,
                _ => {}
            }
        }
    }
    counts
}

/// Node's test runner with its `spec` reporter: `ℹ pass 3`, `ℹ fail 0`, `ℹ cancelled 0`.
pub(crate) fn node(lines: &[String]) -> Counts {
    let mut counts = Counts::default();
    for line in lines {
        let Some(line) = line.trim().strip_prefix("ℹ ") else {
            continue;
        };
        match line
            .split_once(' ')
            .and_then(|(word, number)| Some((word, number.parse::<usize>().ok()?)))
        {
            Some(("pass", number)) => counts.passed += number,
            Some(("fail" | "cancelled", number)) => counts.failed += number,
            _ => {}
        }
    }
    counts
}

/// Playwright's `list` reporter: `3 passed (5.1s)`, `1 failed`, `1 flaky`, `2 did not run`, `1 interrupted`, each on a line.
pub(crate) fn playwright(lines: &[String]) -> Counts {
    let mut counts = Counts::default();
    for line in lines {
        let kind = |rest| match rest {
            "passed" => "passed",
            // A test that passes only sometimes proves nothing.
            "failed" | "flaky" | "interrupted" | "did not run" => "failed",
            _ => "",
        };
        let (line, _) = line.split_once(" (").unwrap_or((line, ""));
        match number_before(line, kind) {
            Some((number, "passed")) => counts.passed += number,
            Some((number, "failed")) => counts.failed += number,
            _ => {}
        }
    }
    counts
}

/// pytest's last line: `1 failed, 12 passed, 2 errors in 3.45s`, set off by `=` or not.
pub(crate) fn pytest(lines: &[String]) -> Counts {
    let mut counts = Counts::default();
    for line in lines {
        let line = line.trim_matches(|c| c == '=' || c == ' ');
        let Some((numbers, _)) = line.rsplit_once(" in ") else {
            continue;
        };
        let parts: Vec<_> = numbers
            .split(", ")
            .map(|part| number_before(part, |word| word))
            .collect();
        for part in parts
            .iter()
            .copied()
            .collect::<Option<Vec<_>>>()
            .into_iter()
            .flatten()
        {
            match part {
                (number, "passed") => counts.passed += number,
                (number, "failed" | "error" | "errors") => counts.failed += number,
                _ => {}
            }
        }
    }
    counts
}

/// Reads `3 words` and what the words mean.
fn number_before<'a>(
    text: &'a str,
    meaning: impl Fn(&'a str) -> &'a str,
) -> Option<(usize, &'a str)> {
    let (number, words) = text.trim().split_once(' ')?;
    Some((number.parse().ok()?, meaning(words.trim())))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Reader = fn(&[String]) -> Counts;

    #[test]
    fn what_the_runners_print() {
        let cases: [(&str, Reader, &str, usize, usize); 12] = [
            ("nothing", rust, "", 0, 0),
            (
                "several binaries",
                rust,
                "running 2 tests\ntest a ... ok\n\
                 test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
                 test result: FAILED. 5 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out",
                7,
                3,
            ),
            (
                "in the browser",
                rust,
                "    test result: ok. 4 passed; 0 failed; 0 ignored; 0 filtered out; finished in 0.05s",
                4,
                0,
            ),
            (
                "a test that talks of passing",
                rust,
                "12 passed; 3 failed",
                0,
                0,
            ),
            (
                "node",
                node,
                "✔ reads a listing (1.2ms)\nℹ tests 8\nℹ suites 0\nℹ pass 5\nℹ fail 2\nℹ cancelled 1\nℹ skipped 0",
                5,
                3,
            ),
            ("a node test that logs", node, "pass 99\nℹ pass many", 0, 0),
            ("journeys", playwright, "\n  12 passed (48.1s)", 12, 0),
            (
                "journeys with trouble",
                playwright,
                "  2 failed\n    [chromium] › archive.spec.ts:3:1 › archives \n  1 flaky\n    [chromium] › a.spec.ts\n\
                 \x20 1 interrupted\n  3 did not run\n  2 skipped\n  7 passed (1.0m)",
                7,
                7,
            ),
            (
                "real clients",
                pytest,
                "test_a.py::test_b[at-root] PASSED [ 50%]\n\
                 =========== 2 failed, 120 passed, 4 warnings, 1 error in 118.03s (0:01:58) ===========",
                120,
                3,
            ),
            ("quiet pytest", pytest, "..\n3 passed in 0.10s", 3, 0),
            (
                "a client that talks",
                pytest,
                "INFO: 3 files uploaded, 2 failed in 4 attempts\n1 of 2 passed in time",
                0,
                0,
            ),
            (
                "a journey's own title",
                playwright,
                "  ✓  1 a.spec.ts:1:1 › 3 passed (1s)",
                0,
                0,
            ),
        ];
        for (name, reader, text, passed, failed) in cases {
            let lines: Vec<_> = text.lines().map(str::to_owned).collect();
            assert_eq!(reader(&lines), Counts { passed, failed }, "{name}");
        }
    }

    #[test]
    fn counts_and_exit_agree() {
        for (passed, failed, success, expected) in [
            (3, 0, true, (3, 0)),
            (3, 1, false, (3, 1)),
            (3, 0, false, (3, 1)),
            (0, 0, true, (0, 1)),
            (0, 0, false, (0, 1)),
        ] {
            let counts = Counts { passed, failed }.agreeing_with(success);
            assert_eq!((counts.passed, counts.failed), expected);
        }
    }
}
