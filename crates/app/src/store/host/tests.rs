use prearchive_core::plan::Action;

use super::*;
use crate::store::keys::{Command, Event as Keys};
use crate::store::panel;
use crate::store::projects::Event as Projects;
use crate::store::sheet::Event as Sheet;
use crate::store::testing::{address, listed, project, sessions, signed_in_with};
use crate::store::{cure, login};

/// An element with these actions, in which Ann is signed in.
fn element(actions: &str) -> State {
    let mut state = signed_in_with(&["READY", "READY", "ERROR"]);
    state.is_element = true;
    let rows = vec![project("DEMO", 0)];
    state.apply(Projects::Loaded(Ok(rows.clone())).into());
    state.apply(Projects::Editable(Ok(rows)).into());
    state.apply(host("actions", actions));
    state
}

fn host(name: &str, text: &str) -> Message {
    Message::Host(name.into(), text.into())
}

fn acts(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| {
        matches!(
            effect,
            Effect::Run { .. }
                | Effect::DeleteScan { .. }
                | Effect::Cure { .. }
                | Effect::SetCode { .. }
        )
    })
}

/// Everything that can begin something.
fn beginnings() -> Vec<Message> {
    let mut all: Vec<Message> = Vec::new();
    for action in Action::ALL {
        all.push(Keys::Do(Command::Act(action)).into());
        all.push(Sheet::Open(action, vec![address(0)]).into());
    }
    let scan = Sheet::AskDeleteScan {
        address: address(0),
        scan: "1".into(),
    };
    all.push(scan.into());
    all.push(Sheet::Choose(address(0)).into());
    all.push(cure::Event::Ask(address(2), cure::Cure::Unlock).into());
    all.push(Projects::Edit(vec!["DEMO".into()]).into());
    all
}

#[test]
fn who_may_only_read_begins_nothing() {
    for message in beginnings() {
        let mut state = element("");
        state.apply(list::Event::TickAll.into());
        let effects = state.apply(message.clone());
        assert!(!acts(&effects), "{message:?}");
        assert_eq!(state.sheet, None, "{message:?}");
        assert_eq!(state.treatment, None, "{message:?}");
        assert_eq!(state.projects.edit, None, "{message:?}");
        for go in [
            Sheet::Go.into(),
            cure::Event::Go.into(),
            Projects::Save.into(),
        ] {
            assert!(!acts(&state.apply(go)), "{message:?}");
        }
        assert_eq!(
            state.announcement,
            words::NOT_OFFERED.to_string(),
            "{message:?}"
        );
    }
}

#[test]
fn whoever_signs_in_may_do_no_more() {
    let mut state = element("rebuild");
    let before = state.may;
    state.apply(login::Event::SignedOut(Ok(())).into());
    state.apply(login::Event::Answered(Ok("bob".into())).into());
    assert_eq!((state.may, state.is_element), (before, true));
}

#[test]
fn what_is_named_may_be_done_and_nothing_else() {
    for (actions, wanted) in [
        ("", vec![]),
        ("nonsense", vec![]),
        ("rebuild", vec![Action::Rebuild]),
        ("archive, move", vec![Action::Archive, Action::Move]),
        ("delete\nsettings", vec![Action::Delete]),
        ("all", Action::ALL.to_vec()),
    ] {
        for action in Action::ALL {
            let mut state = element(actions);
            state.apply(Sheet::Open(action, vec![address(0)]).into());
            assert_eq!(
                state.sheet.is_some(),
                wanted.contains(&action),
                "{actions}: {action:?}"
            );
        }
        let mut state = element(actions);
        state.apply(Projects::Edit(vec!["DEMO".into()]).into());
        let settings = actions.contains("settings") || actions == "all";
        assert_eq!(state.projects.edit.is_some(), settings, "{actions}");
    }
}

#[test]
fn the_page_around_is_asked_before_anything_is_done() {
    let mut state = element("all");
    let plan = Sheet::Open(Action::Rebuild, vec![address(0), address(1)]);
    assert_eq!(
        asks(&state, &plan.clone().into()),
        None,
        "a question is nothing yet"
    );
    state.apply(plan.into());
    let asked = asks(&state, &Sheet::Go.into()).expect("it is asked");
    let urls = [address(0), address(1)].map(|address| address.to_string());
    let detail = vec![
        ("action", text("rebuild")),
        ("sessions", Detail::Texts(urls.into())),
    ];
    assert_eq!((asked.name, asked.detail), ("before-action", detail));
    assert!(acts(&state.apply(Sheet::Go.into())));
}

/// What is told of a message.
fn told(state: &mut State, message: &Message) -> Vec<News> {
    let before = state.clone();
    state.apply(message.clone());
    tell(&before, message, state)
}

fn names(news: &[News]) -> Vec<&'static str> {
    news.iter().map(|news| news.name).collect()
}

#[test]
fn what_happens_is_told() {
    let mut state = element("all");
    let tick = list::Event::Tick {
        row: 0,
        range: false,
    };
    let expired = Err(crate::store::problem::Problem {
        code: "signed-out",
        ..Default::default()
    });
    for (message, wanted) in [
        (Message::from(tick), vec!["selection"]),
        (
            list::Event::Text("S01".into()).into(),
            vec!["query", "route"],
        ),
        (panel::Event::Open(address(1)).into(), vec!["open", "route"]),
        (panel::Event::Close.into(), vec!["open", "route"]),
        (Message::Announce("something".into()), vec![]),
        (list::Event::Listed(expired).into(), vec!["auth-required"]),
        (
            login::Event::Answered(Ok("ann".into())).into(),
            vec!["signed-in"],
        ),
    ] {
        let news = told(&mut state, &message);
        let names = names(&news);
        for name in &wanted {
            assert!(names.contains(name), "{message:?} tells {names:?}");
        }
        assert!(
            !wanted.is_empty() || names.is_empty(),
            "{message:?} tells {names:?}"
        );
    }
}

#[test]
fn a_run_tells_of_each_session_and_of_its_end() {
    let mut state = element("all");
    state.apply(Sheet::Open(Action::Rebuild, vec![address(0), address(1)]).into());
    state.apply(Sheet::Go.into());
    let id = state.runs[0].id;
    let failed = Step::Failed(crate::store::problem::Problem {
        code: "forbidden",
        ..Default::default()
    });
    let many = [(0, Step::Done), (1, failed)].map(|(number, step)| run::Told {
        address: address(number),
        step,
        row: run::Row::Unknown,
    });
    let news = told(&mut state, &run::Event::Many(id, many.into()).into());
    let items: Vec<_> = news.iter().filter(|news| news.name == "item").collect();
    let outcome = |at: usize| items[at].detail[2].clone();
    assert_eq!(items.len(), 2);
    assert_eq!(outcome(0), ("outcome", text("done")));
    assert_eq!(outcome(1), ("outcome", text("failed")));
    assert_eq!(items[1].detail[3], ("code", text("forbidden")));
    let news = told(&mut state, &run::Event::Ended(id).into());
    let counts = news
        .iter()
        .find(|news| news.name == "finished")
        .expect("it has ended");
    assert_eq!(
        counts.detail[1..3],
        [("done", Detail::Count(1)), ("failed", Detail::Count(1))]
    );
}

#[test]
fn the_page_around_sets_and_reads() {
    let mut state = element("");
    state.apply(host("query", "status:error"));
    assert_eq!(
        (read(&state, "query").as_str(), state.list.shown.len()),
        ("status:error", 1)
    );
    let all = [address(0), address(2)]
        .map(|address| address.to_string())
        .join("\n");
    state.apply(host("select", &all));
    let mut chosen: Vec<_> = read(&state, "selection")
        .lines()
        .map(str::to_owned)
        .collect();
    chosen.sort();
    assert_eq!(chosen.join("\n"), all, "also what the query hides");
    state.apply(host("open", &address(1).to_string()));
    assert_eq!(read(&state, "open"), address(1).to_string());
    state.apply(host("route", "#/triage"));
    assert_eq!(read(&state, "route"), "#/triage", "a route is all of it");
    let effects = state.apply(host("projects", "A B"));
    assert!(effects.contains(&Effect::Only(vec!["A".into(), "B".into()])));
    assert!(effects.contains(&Effect::Sessions));
    for (name, nonsense) in [
        ("density", "huge"),
        ("theme", "pink"),
        ("open", "x"),
        ("mood", ""),
    ] {
        state.apply(host(name, nonsense));
    }
    assert_eq!((state.theme, state.layout.density), Default::default());
    listed(&mut state, &sessions(&["READY"]));
    assert_eq!(read(&state, "user"), "ann");
}
