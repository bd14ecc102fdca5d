//! Three piles: what will work, what needs a look, what is left out.

use prearchive_core::address::Address;
use prearchive_core::plan::{Reason, Verdict};
use yew::prelude::*;

use super::plan::PlanProps;
use crate::format::count;
use crate::store::sheet::Event as Sheet;
use crate::view::icon;
use crate::view::link::use_link;
use crate::words::{self, Text};

/// More rows of a pile than this are only counted.
const LONGEST: usize = 200;

#[function_component]
pub(super) fn Piles(props: &PlanProps) -> Html {
    let (mut will, mut look, mut wont) = (Vec::new(), Vec::new(), Vec::new());
    for (address, verdict) in &props.sheet.plan.items {
        match verdict {
            Verdict::Will => will.push((address.clone(), None)),
            Verdict::NeedsALook(reason) => look.push((address.clone(), Some(*reason))),
            Verdict::WillNot(reason) => wont.push((address.clone(), Some(*reason))),
        }
    }
    let pile = |name: Text, kind: &'static str, rows: Vec<(Address, Option<Reason>)>| {
        (!rows.is_empty()).then(|| html! { <Pile plan={props.clone()} {name} {kind} {rows} /> })
    };
    html! {
        <>
            { for pile(words::LOOK, "look", look) }
            { for pile(words::WILL, "will", will) }
            { for pile(words::WONT, "wont", wont) }
        </>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct PileProps {
    plan: PlanProps,
    name: Text,
    kind: &'static str,
    rows: Vec<(Address, Option<Reason>)>,
}

#[function_component]
fn Pile(props: &PileProps) -> Html {
    let link = use_link();
    let PlanProps { state, sheet } = &props.plan;
    let choosable = props.kind == "look";
    let row = |(address, reason): &(Address, Option<Reason>)| {
        let session = state.list.sessions.find(address);
        let session = session.as_ref();
        let name = session.map_or(address.folder.as_str(), |session| session.name.as_str());
        let what = html! {
            <>
                <span class="pile-name">{ name }</span>
                <span class="quiet">{ address.project.to_string() }</span>
                { for session.map(|session| icon::status(&session.status)) }
            </>
        };
        html! {
            <li key={address.to_string()}>
                if choosable {
                    <label>
                        <input type="checkbox" checked={sheet.agreed.contains(address)} onchange={link.on(Sheet::Agree(address.clone()))} />
                        { what }
                    </label>
                } else {
                    <div>{ what }</div>
                }
                if let Some(reason) = reason {
                    <p class="quiet">{ words::reason(*reason, sheet.action) }</p>
                }
            </li>
        }
    };
    html! {
        <section class={classes!("pile", props.kind)} aria-label={props.name}>
            <h3>{ props.name }{ " " }<span class="number">{ count(props.rows.len()) }</span></h3>
            if choosable && props.rows.len() > 1 {
                <p class="quiet">{ words::LOOK_HINT }</p>
            }
            <ul>{ for props.rows.iter().take(LONGEST).map(row) }</ul>
            if props.rows.len() > LONGEST {
                <p class="quiet">{ words::and_more(props.rows.len() - LONGEST) }</p>
            }
        </section>
    }
}
