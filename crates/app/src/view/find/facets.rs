//! What is often asked for, to be chosen: the project, and the date of arrival.

use prearchive_core::project::Project;
use yew::prelude::*;

use crate::store::State;
use crate::store::list::{Event as List, Preset, When};
use crate::view::link::Link;
use crate::view::select::Select;
use crate::words;

/// The projects with their counts.
pub(crate) fn project_select(link: &Link, state: &State) -> Html {
    let list = &state.list;
    let chosen = list.query().project().map(|project| project.to_string());
    let mut known = (*list.projects).clone();
    if let Some(chosen) = &chosen {
        known.get_or_default(chosen.clone());
    }
    // An empty value is no project's ID.
    let mut options = vec![("".into(), words::ALL_PROJECTS.into())];
    options.extend(known.iter().map(|(project, number)| {
        let id = AttrValue::from(project.clone());
        let text = words::project_with(&id, *number);
        (id, text.into())
    }));
    let value = chosen.unwrap_or_default();
    html! {
        <Select label={words::PROJECT} {options} {value} on_choose={link.with(|id: String| {
            List::Project((!id.is_empty()).then(|| Project::from(id.as_str())))
        })} />
    }
}

/// When a session arrived.
pub(crate) fn date_select(link: &Link, state: &State) -> Html {
    const OTHER: &str = "other";
    let now = When::of(state.list.query(), state.clock.civil());
    let code = |when: When| match when {
        When::Any => "",
        When::Preset(preset) => preset.code(),
        When::Other => OTHER,
    };
    let line = |when: When| (code(when).into(), words::when(when).into());
    let mut options = vec![line(When::Any)];
    options.extend(Preset::ALL.map(|preset| line(When::Preset(preset))));
    if now == When::Other {
        // It can be seen and left, but not chosen.
        options.push(line(When::Other));
    }
    html! {
        <Select label={words::ARRIVAL} {options} value={code(now)}
            on_choose={link.with(|code: String| List::When(Preset::from_code(&code)))} />
    }
}
