//! What the server says beforehand: each session that is to be archived is asked about, a few at a time.

use prearchive_client::Names;
use prearchive_core::address::Address;
use prearchive_core::archiving::Overwrite;
use prearchive_core::inside::Finding;
use prearchive_core::project::Project;
use prearchive_core::sorted::{Map, Set};

use super::NEW_SUBJECT;
use crate::store::problem::Problem;
use crate::store::{Effect, Load};

/// More sessions than this are not asked about.
pub(crate) const MOST: usize = 200;
/// So many at a time: a server may take seconds for one.
const AT_ONCE: usize = 3;

/// A question to the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Check {
    pub(crate) address: Address,
    pub(crate) overwrite: Overwrite,
    pub(crate) names: Names,
}

/// The questions and their answers.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Checks {
    /// What is to be asked about, last first.
    waiting: Vec<Check>,
    /// What was asked last about a session.
    asked: Map<Address, Check>,
    answers: Map<Address, Result<Vec<Finding>, Problem>>,
    flying: usize,
}

impl Checks {
    /// Asks about sessions, the first first. Answers that are still true are kept.
    pub(super) fn ask(&mut self, mut checks: Vec<Check>) -> Vec<Effect> {
        checks.truncate(MOST);
        let asked = &self.asked;
        let is_asked = |check: &&Check| asked.get(&check.address) == Some(*check);
        let kept: Set<Address> = checks
            .iter()
            .filter(is_asked)
            .map(|check| check.address.clone())
            .collect();
        self.asked.retain(|address, _| kept.contains(address));
        self.answers.retain(|address, _| kept.contains(address));
        self.waiting.retain(|check| kept.contains(&check.address));
        checks.retain(|check| !kept.contains(&check.address));
        for check in &checks {
            self.asked.insert(check.address.clone(), check.clone());
        }
        checks.reverse();
        self.waiting.splice(0..0, checks);
        self.next()
    }

    /// Takes an answer, unless something else has been asked since.
    pub(super) fn take(
        &mut self,
        check: Check,
        answer: Result<Vec<Finding>, Problem>,
    ) -> Vec<Effect> {
        self.flying = self.flying.saturating_sub(1);
        if self.asked.get(&check.address) == Some(&check) {
            self.answers.insert(check.address, answer);
        }
        self.next()
    }

    /// Forgets the questions that were refused because nobody was signed in.
    pub(super) fn drop_refused(&mut self) {
        let is_refused =
            |answer: &Result<_, Problem>| matches!(answer, Err(problem) if problem.is_signed_out());
        let answers = &self.answers;
        self.asked
            .retain(|address, _| !answers.get(address).is_some_and(is_refused));
        self.answers.retain(|_, answer| !is_refused(answer));
    }

    fn next(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        while self.flying < AT_ONCE
            && let Some(check) = self.waiting.pop()
        {
            self.flying += 1;
            effects.push(Effect::Validate(check));
        }
        effects
    }

    /// How many were asked about, and how many of them are answered.
    pub(crate) fn progress(&self) -> (usize, usize) {
        (self.asked.len(), self.answers.len())
    }

    /// What was found about a session.
    pub(crate) fn of(&self, address: &Address) -> Load<&[Finding]> {
        match (self.answers.get(address), self.asked.contains_key(address)) {
            (Some(Ok(findings)), _) => Load::Have(findings),
            (Some(Err(problem)), _) => Load::Failed(problem.clone()),
            (None, true) => Load::Busy,
            (None, false) => Load::Idle,
        }
    }

    /// What was found about a session under these names; nothing if it was asked about under others.
    pub(crate) fn found(&self, address: &Address, names: &Names) -> Option<&[Finding]> {
        self.asked
            .get(address)
            .filter(|asked| asked.names == *names)?;
        self.answers.get(address)?.as_deref().ok()
    }

    /// Whether the subjects that were asked about exist, by project and name; nothing of one while that is on its way.
    ///
    /// XNAT tells of a subject that it would make; where it does not, and does not refuse the session either, it is there.
    pub(super) fn subjects(&self) -> Map<(&Project, &str), Option<bool>> {
        let mut subjects: Map<_, Option<bool>> = Map::new();
        for (address, check) in self.asked.iter() {
            let Some(subject) = &check.names.subject else {
                continue;
            };
            let exists = match self.answers.get(address) {
                None => None,
                Some(answer) => match exists(answer) {
                    None => continue,
                    said => said,
                },
            };
            let known = subjects.get_or_default((&address.project, &**subject));
            *known = (*known).max(exists);
        }
        subjects
    }

    /// True if the answer to this question leaves open whether the subject exists; it may not if nobody was signed in.
    pub(super) fn says_nothing(&self, check: &Check) -> bool {
        self.asked.get(&check.address) == Some(check)
            && match self.answers.get(&check.address) {
                None => false,
                Some(Err(problem)) if problem.is_signed_out() => false,
                Some(answer) => exists(answer).is_none(),
            }
    }

    /// Why a check failed, and how many did.
    pub(crate) fn failed(&self) -> Option<(&Problem, usize)> {
        let mut problems = self
            .answers
            .values()
            .filter_map(|answer| answer.as_ref().err());
        let first = problems.next()?;
        Some((first, problems.count() + 1))
    }

    /// True if a session has a finding with this code.
    pub(crate) fn any(&self, code: &str) -> bool {
        let found = self
            .answers
            .values()
            .filter_map(|answer| answer.as_ref().ok());
        found.flatten().any(|finding| finding.code == code)
    }
}

/// Whether the subject exists, if an answer tells.
fn exists(answer: &Result<Vec<Finding>, Problem>) -> Option<bool> {
    let findings = answer.as_ref().ok()?;
    let is_new = findings.iter().any(|finding| finding.code == NEW_SUBJECT);
    // What is refused may not have been looked at any further.
    let fails = findings.iter().any(|finding| finding.kind == "FAIL");
    (is_new || !fails).then_some(!is_new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::address;

    fn check(number: usize, overwrite: Overwrite) -> Check {
        Check {
            address: address(number),
            overwrite,
            names: Names::default(),
        }
    }

    #[test]
    fn three_are_asked_about_at_a_time_and_two_hundred_at_most() {
        let mut checks = Checks::default();
        let all = (0..MOST + 50).map(|n| check(n, Overwrite::None));
        let mut asked = checks.ask(all.collect());
        assert_eq!(asked.len(), AT_ONCE);
        let mut order = Vec::new();
        while let Some(Effect::Validate(check)) = asked.pop() {
            order.push(check.address.clone());
            asked.extend(checks.take(check, Ok(Vec::new())));
            assert!(asked.len() <= AT_ONCE);
        }
        assert_eq!(order.len(), MOST);
        assert_eq!(checks.progress(), (MOST, MOST));
    }

    #[test]
    fn who_is_not_among_the_first_any_more_is_not_asked_about() {
        let mut checks = Checks::default();
        let all = |from: usize| (from..from + MOST).map(|n| check(n, Overwrite::None));
        let asked = checks.ask(all(0).collect());
        for effect in asked {
            if let Effect::Validate(check) = effect {
                checks.take(check, Ok(Vec::new()));
            }
        }
        assert_eq!(checks.progress(), (MOST, AT_ONCE));
        checks.ask(all(1).collect());
        assert_eq!(checks.progress(), (MOST, AT_ONCE - 1), "never more");
        assert_eq!(checks.of(&address(0)), Load::Idle);
        assert_eq!(checks.of(&address(1)), Load::Have(&[][..]));
        assert_eq!(checks.of(&address(MOST)), Load::Busy);
        assert!(!checks.waiting.iter().any(|c| c.address == address(0)));
    }

    #[test]
    fn an_answer_to_an_old_question_is_passed_over() {
        let mut checks = Checks::default();
        let (old, new) = (check(0, Overwrite::None), check(0, Overwrite::Append));
        checks.ask(vec![old.clone(), check(1, Overwrite::None)]);
        let again = checks.ask(vec![new.clone(), check(1, Overwrite::None)]);
        assert_eq!(
            again,
            [Effect::Validate(new.clone())],
            "only what has changed"
        );
        checks.take(old, Ok(Vec::new()));
        assert_eq!(checks.of(&address(0)), Load::Busy);
        checks.take(new, Ok(Vec::new()));
        assert_eq!(checks.of(&address(0)), Load::Have(&[][..]));
    }
}
