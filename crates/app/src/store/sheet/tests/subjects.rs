//! Other subjects for more sessions than the server is asked about.

use super::*;

/// More sessions than are asked about; they get these subjects, one after the other and again.
fn renamed(number: usize, subjects: &[&str]) -> State {
    let mut state = signed_in_with(&vec!["READY"; number]);
    let opened =
        state.apply(Event::Open(Action::Archive, (0..number).map(address).collect()).into());
    let mut checks = asked(opened);
    while let Some(check) = checks.pop() {
        checks.extend(asked(
            state.apply(Event::Validated(check, findings(&[])).into()),
        ));
    }
    let line =
        |(at, line): (usize, &Line)| format!("{}\t{}\n", line.label, subjects[at % subjects.len()]);
    let table = plan(&state).lines.iter().enumerate().map(line).collect();
    for event in [
        NamingEvent::Open(true),
        NamingEvent::By(By::Table),
        NamingEvent::Table(table),
    ] {
        state.apply(Event::Naming(event).into());
    }
    state
}

#[test]
fn one_answer_about_a_subject_holds_for_all_that_go_into_it() {
    // The last sessions alone go into the subject that is there.
    let subjects: Vec<_> = (0..MOST + 50)
        .map(|at| if at < MOST + 20 { "NEW" } else { "THERE" })
        .collect();
    let mut state = renamed(MOST + 50, &subjects);
    assert!(plan(&state).awaits_subjects());
    let order = std::cell::RefCell::new(Vec::new());
    answer(&mut state, |check| {
        let subject = check.names.subject.as_deref();
        order.borrow_mut().push(subject.map(str::to_owned));
        match subject {
            Some("THERE") => &[],
            _ => &[("12", "WARN")],
        }
    });
    let order = order.into_inner();
    assert_eq!(order.len(), MOST);
    let first = order.iter().take(3).flatten();
    assert!(
        first.clone().any(|subject| subject == "THERE"),
        "it is among the first"
    );
    assert!(first.clone().any(|subject| subject == "NEW"));
    let exists = (Pile::Look, Some(Why::SubjectExists));
    let wanted = [vec![(Pile::Will, None); MOST + 20], vec![exists; 30]].concat();
    assert_eq!(piles(&state), wanted);
    assert_eq!(plan(&state).joining(), 30);
    assert!(!plan(&state).awaits_subjects());
    // What was not asked about is told as such.
    assert!(plan(&state).checked() < MOST + 20);
}

#[test]
fn a_session_that_is_refused_says_nothing_of_its_subject_and_the_next_one_does() {
    for (refusal, found, why) in [
        (&[("15", "FAIL")][..], &[][..], Some(Why::SubjectExists)),
        (&[("15", "FAIL")], &[("12", "WARN")], None),
    ] {
        let mut state = renamed(MOST + 3, &["SAME"]);
        answer(&mut state, |check| {
            if check.address == address(0) || check.address == address(1) {
                refusal
            } else {
                found
            }
        });
        let lines = piles(&state);
        assert_eq!(lines[0], (Pile::Wont, Some(Why::Fails)));
        assert_eq!(lines[1], (Pile::Wont, Some(Why::Fails)));
        assert!(lines[2..].iter().all(|line| line.1 == why), "{why:?}");
        assert_eq!(plan(&state).checks.progress(), (MOST, MOST));
    }
    // All are refused: it ends, and nothing is said to be there.
    let mut state = renamed(MOST + 3, &["SAME"]);
    answer(&mut state, |_| &[("15", "FAIL")]);
    assert_eq!(plan(&state).joining(), 0);
    assert!(!plan(&state).awaits_subjects());
}

#[test]
fn more_subjects_than_are_asked_about_are_counted() {
    let subjects: Vec<_> = (0..MOST + 50).map(|at| format!("N{at}")).collect();
    let subjects: Vec<_> = subjects.iter().map(String::as_str).collect();
    let mut state = renamed(MOST + 50, &subjects);
    answer(&mut state, |_| &[("12", "WARN")]);
    let sheet = plan(&state);
    assert_eq!((sheet.checked(), sheet.lines.len()), (MOST, MOST + 50));
    assert!(!sheet.awaits_subjects());
}
