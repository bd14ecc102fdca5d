//! Changes a query as chips, facets and links do.

use super::StatusGroup;
use super::date::{DateField, DateRange};
use super::parse::Parsed;
use super::term::{Field, Query, Term, Test, Value};
use crate::project::Project;
use crate::sorted::Set;

/// Changes the query of a text that somebody may still be writing.
///
/// What can be read is written anew; what cannot stays as it is, at the end.
///
/// `parsed` is what the text says.
pub fn edited(text: &str, parsed: &Parsed, change: impl FnOnce(&mut Query)) -> String {
    let mut query = parsed.query.clone();
    change(&mut query);
    let unread = parsed
        .problems
        .iter()
        .map(|problem| text[problem.term.clone()].to_owned());
    let parts: Vec<String> = query
        .terms
        .iter()
        .map(Term::to_string)
        .chain(unread)
        .collect();
    parts.join(" ")
}

impl Query {
    /// True if every session is meant.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// True if what it finds depends on the time.
    #[must_use]
    pub fn tells_time(&self) -> bool {
        let tells = |term: &Term| matches!(term.test, Test::Date(..) | Test::Age(..));
        self.terms.iter().any(tells)
    }

    /// Takes a term away; does nothing if there is none at that place.
    pub fn remove(&mut self, index: usize) {
        if index < self.terms.len() {
            self.terms.remove(index);
        }
    }

    /// The groups that are asked for; empty if no status is, or if no session can have all that are.
    ///
    /// What is excluded with `-status:` does not count.
    #[must_use]
    pub fn statuses(&self) -> Set<StatusGroup> {
        self.terms
            .iter()
            .filter_map(|term| match &term.test {
                Test::Status(groups) if !term.negated => Some(groups.clone()),
                _ => None,
            })
            .reduce(|mut a, b| {
                a.retain(|group| b.contains(group));
                a
            })
            .unwrap_or_default()
    }

    /// Asks for the group too, or no longer; what is asked for is no longer excluded.
    pub fn toggle_status(&mut self, group: StatusGroup) {
        let mut groups = self.statuses();
        if !groups.remove(&group) {
            groups.insert(group);
            for term in &mut self.terms {
                if let (true, Test::Status(excluded)) = (term.negated, &mut term.test) {
                    excluded.remove(&group);
                }
            }
            self.terms
                .retain(|term| !matches!(&term.test, Test::Status(groups) if groups.is_empty()));
        }
        let test = (!groups.is_empty()).then_some(Test::Status(groups));
        self.put(test, &|test| matches!(test, Test::Status(_)));
    }

    /// The project, if exactly one is asked for; its ID as it was written, which can differ in case.
    #[must_use]
    pub fn project(&self) -> Option<Project> {
        let mut asked = self.terms.iter().filter_map(|term| match &term.test {
            Test::Is(Field::Project, values) if !term.negated => Some(values),
            _ => None,
        });
        match (asked.next().map(Vec::as_slice), asked.next()) {
            (Some([value]), None) => Some(Project::from(value.text.as_str())),
            _ => None,
        }
    }

    /// Asks for that project and no other, or no longer for any; what is asked for is no longer excluded.
    pub fn set_project(&mut self, project: Option<&Project>) {
        let value = project.map(|project| Value {
            text: project.as_str().into(),
            whole: true,
        });
        if let Some(wanted) = &value {
            for term in &mut self.terms {
                if let (true, Test::Is(Field::Project, values)) = (term.negated, &mut term.test) {
                    let wanted = super::lowercase(&wanted.text);
                    values.retain(|value| super::lowercase(&value.text) != wanted);
                }
            }
            self.terms
                .retain(|term| !matches!(&term.test, Test::Is(_, values) if values.is_empty()));
        }
        let test = value.map(|value| Test::Is(Field::Project, vec![value]));
        self.put(test, &|test| matches!(test, Test::Is(Field::Project, _)));
    }

    /// The same, but for that project; see [`Query::set_project`].
    #[must_use]
    pub fn with_project(&self, project: Option<&Project>) -> Self {
        let mut query = self.clone();
        query.set_project(project);
        query
    }

    /// The range that is asked for, if there is exactly one.
    #[must_use]
    pub fn date(&self, field: DateField) -> Option<DateRange> {
        let mut asked = self.terms.iter().filter_map(|term| match &term.test {
            Test::Date(of, range) if *of == field && !term.negated => Some(*range),
            _ => None,
        });
        asked.next().filter(|_| asked.next().is_none())
    }

    /// Asks for that range and no other, or no longer for any; ages and what is excluded stay.
    pub fn set_date(&mut self, field: DateField, range: Option<DateRange>) {
        let test = range.map(|range| Test::Date(field, range));
        self.put(
            test,
            &|test| matches!(test, Test::Date(of, _) if *of == field),
        );
    }

    /// The part that may be in a URL: nothing that can name a patient.
    ///
    /// Free words, subjects, sessions, folders and UIDs are left out, negated ones too.
    #[must_use]
    pub fn shareable(&self) -> Self {
        let named = |term: &&Term| match &term.test {
            Test::Text(_) => true,
            Test::Is(field, _) => field.can_name_a_patient(),
            Test::Status(_) | Test::Date(..) | Test::Age(..) | Test::Trait(_) => false,
        };
        let terms = self.terms.iter().filter(|term| !named(term));
        Self {
            terms: terms.cloned().collect(),
        }
    }

    /// Puts the test where the first of its sort is that is not negated, and takes the others away.
    fn put(&mut self, test: Option<Test>, same: &dyn Fn(&Test) -> bool) {
        let of_sort = |term: &Term| !term.negated && same(&term.test);
        let place = self.terms.iter().position(of_sort);
        self.terms.retain(|term| !of_sort(term));
        if let Some(test) = test {
            // Whatever was taken away stood at that place or after it.
            let place = place.unwrap_or(self.terms.len());
            let negated = false;
            self.terms.insert(place, Term { negated, test });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Query {
        let parsed = Query::parse(text);
        assert_eq!(parsed.problems, [], "{text}");
        parsed.query
    }

    #[test]
    fn a_status_is_asked_for_or_no_longer() {
        use StatusGroup::{Error, Ready};
        for (before, group, after) in [
            ("", Ready, "status:ready"),
            ("mr status:error x", Ready, "mr status:ready,error x"),
            ("mr status:ready,error x", Ready, "mr status:error x"),
            ("mr status:ready x", Ready, "mr x"),
            ("-status:ready,error", Ready, "-status:error status:ready"),
            ("-status:ready mr", Ready, "mr status:ready"),
            ("-status:conflict status:ready", Ready, "-status:conflict"),
            (
                "status:ready,error x status:error,conflict",
                Ready,
                "status:ready,error x",
            ),
            ("status:ready status:error", Error, "status:error"),
        ] {
            let mut query = read(before);
            query.toggle_status(group);
            assert_eq!(query.to_string(), after, "{before}");
        }
    }

    #[test]
    fn statuses_that_are_asked_for() {
        for (text, codes) in [
            ("", &[][..]),
            ("-status:ready", &[]),
            ("status:error,ready", &["ready", "error"]),
            ("status:error,ready status:error", &["error"]),
            ("status:error status:ready", &[]),
        ] {
            let statuses = read(text).statuses();
            let found: Vec<&str> = statuses.iter().map(|group| group.code()).collect();
            assert_eq!(found, codes, "{text}");
        }
    }

    #[test]
    fn a_project_takes_the_place_of_another() {
        for (before, project, after, asked) in [
            ("", Some("A"), "project:A", Some("A")),
            ("", None, "", None),
            ("x project:A,B y", Some("C"), "x project:C y", Some("C")),
            ("project:A y project:B", Some("C"), "project:C y", Some("C")),
            ("x project:A y", None, "x y", None),
            ("-project:a,B", Some("A"), "-project:B project:A", Some("A")),
            ("-project:A", Some("A"), "project:A", Some("A")),
            ("-project:A", None, "-project:A", None),
            (
                "",
                Some("unassigned"),
                "project:Unassigned",
                Some("Unassigned"),
            ),
        ] {
            let project = project.map(Project::from);
            let query = read(before).with_project(project.as_ref());
            assert_eq!(query.to_string(), after, "{before}");
            assert_eq!(query.project(), asked.map(Project::from), "{before}");
        }
        for text in ["project:A,B", "project:A project:B", "-project:A", "A"] {
            assert_eq!(read(text).project(), None, "{text}");
        }
    }

    #[test]
    fn a_range_takes_the_place_of_another() {
        for (before, range, after) in [
            ("x", "2026-09..", "x uploaded:2026-09.."),
            (
                "uploaded:today x scanned:today",
                "2026",
                "uploaded:2026 x scanned:today",
            ),
            (
                "uploaded:<7d -uploaded:2025",
                "2026",
                "uploaded:<7d -uploaded:2025 uploaded:2026",
            ),
            ("uploaded:2025 x", "", "x"),
        ] {
            let range = DateRange::read(range);
            let mut query = read(before);
            query.set_date(DateField::Uploaded, range);
            assert_eq!(query.to_string(), after, "{before}");
            assert_eq!(query.date(DateField::Uploaded), range, "{before}");
        }
    }

    #[test]
    fn nothing_that_can_name_a_patient_is_shared() {
        for (text, shared) in [
            ("doe \"jane doe\" -doe", ""),
            (
                "subject:Doe session:Doe folder:Doe uid:1.2 name:Doe tag:1",
                "",
            ),
            ("-subject:Doe -status:ready", "-status:ready"),
            (
                "doe project:A,B status:error uploaded:today older:7d changed:>3h is:stuck",
                "project:A,B status:error uploaded:today older:7d changed:>3h is:stuck",
            ),
            (
                "source:uploader visit:V1 protocol:P autoarchive:=Manual",
                "source:uploader visit:V1 protocol:P autoarchive:=Manual",
            ),
        ] {
            assert_eq!(read(text).shareable().to_string(), shared, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_stays_in_the_text() {
        for (text, after) in [
            ("", "status:ready"),
            ("mr  x", "mr x status:ready"),
            ("foo:1 mr -older:x", "mr status:ready foo:1 -older:x"),
            ("status:error \"op en", "status:ready,error \"op en"),
        ] {
            let found = edited(text, &Query::parse(text), |query| {
                query.toggle_status(StatusGroup::Ready);
            });
            assert_eq!(found, after, "{text}");
        }
    }

    #[test]
    fn a_term_is_taken_away() {
        for (index, after) in [(0, "b c"), (1, "a c"), (2, "a b"), (3, "a b c")] {
            let mut query = read("a b c");
            query.remove(index);
            assert_eq!(query.to_string(), after);
        }
    }
}
