//! Plans and runs: which sessions an action suits, and doing it to many.

use prearchive_client::{ClientError, Event, Job, Names, Outcome, RunOptions};
use prearchive_core::address::Address;
use prearchive_core::calls::RouteId;
use prearchive_core::plan::{Action, Verdict, verdict};
use prearchive_core::project::Project;
use prearchive_core::session::Session;
use prearchive_core::status::Status;

use crate::ask::{overwrite, session};
use crate::code::ErrorCode;
use crate::data;
use crate::json::{Args, Json, Object, object, write};
use crate::trouble::{Result, Trouble};

fn action(args: &Args) -> Result<Action> {
    let name = args.needed("action")?;
    let found = Action::ALL.into_iter().find(|action| action.name() == name);
    found.ok_or_else(|| Trouble::argument(&format!("“{name}” is no action")))
}

struct Judged(Verdict);

impl Json for Judged {
    fn json(&self, out: &mut String) {
        object(out, |object| {
            object
                .text(
                    "verdict",
                    match self.0 {
                        Verdict::Will => "ready",
                        Verdict::NeedsALook(_) => "review",
                        Verdict::WillNot(_) => "blocked",
                    },
                )
                .some("reason", self.0.reason().map_or("", |reason| reason.code()));
        });
    }
}

/// What would become of each session, as JSON; `sessions` have an `id` and XNAT's word for their `status`.
///
/// # Errors
///
/// [`Trouble::argument`] if something is missing.
pub fn plan(args: &Args) -> Result<String> {
    let action = action(args)?;
    let target = args.text("project").map(|id| Project::from(id.as_str()));
    let judged = |planned: String| {
        let planned = Args::read(&planned)?;
        let status = planned.text("status").unwrap_or_default();
        let session = Session::new(session(&planned, "id")?, status.as_str().into());
        Ok(Judged(verdict(action, &session, target.as_ref())))
    };
    let judged: Result<Vec<Judged>> = args.list("sessions")?.into_iter().map(judged).collect();
    Ok(write(&judged?))
}

/// The job, the sessions, and how to go about it; pace and stop are the caller's.
///
/// # Errors
///
/// [`Trouble::argument`] if something is missing.
pub fn job(args: &Args) -> Result<(Job, Vec<Address>, RunOptions)> {
    let job = match (action(args)?, args.text("project")) {
        (Action::Archive, _) => Job::Archive(overwrite(args)?),
        (Action::Rebuild, _) => Job::Rebuild,
        (Action::Delete, _) => Job::Delete,
        (Action::Move, Some(project)) => Job::Move(project.as_str().into()),
        (Action::Move, None) => {
            return Err(Trouble::argument(
                "Say which project the sessions are moved to: project",
            ));
        }
    };
    let mut options = RunOptions {
        look_first: args.flag("lookFirst").unwrap_or_default(),
        waits_for_login: args.flag("waitForLogin").unwrap_or_default(),
        ..RunOptions::default()
    };
    if let Some(patience) = args.number("patienceMs")? {
        options.patience_ms = u32::try_from(patience).unwrap_or(u32::MAX);
    }
    let mut sources = Vec::new();
    for item in args.list("sessions")? {
        let item = Args::read(&item)?;
        let address = session(&item, "id")?;
        let (subject, session) = (item.text("subject"), item.text("label"));
        if subject.is_some() || session.is_some() {
            let names = Names { subject, session };
            options.names.insert(address.clone(), names);
        }
        sources.push(address);
    }
    Ok((job, sources, options))
}

/// An event of a run, as JSON.
#[must_use]
pub fn tell(event: Event, job: &Job) -> String {
    let mut out = String::new();
    object(&mut out, |object| match event {
        Event::Started(address) => named(object, "item-started", &address),
        Event::Waiting(address, status) => {
            named(object, "item-waiting", &address);
            object.text("status", status.as_str());
        }
        Event::SignedOut(address) => named(object, "signed-out", &address),
        Event::Ended(address, outcome) => ended(object, &address, outcome, job),
    });
    out
}

fn named(object: &mut Object<'_>, kind: &str, address: &Address) {
    object
        .text("type", kind)
        .text("session", &address.to_string());
}

fn ended(object: &mut Object<'_>, address: &Address, outcome: Outcome, job: &Job) {
    let now = match outcome {
        Outcome::Done { now, uri, .. } => {
            named(object, "item-done", address);
            object.maybe("uri", uri.as_ref());
            now
        }
        Outcome::Failed { error, now } => {
            named(object, "item-failed", address);
            object.member("error", &why(&error, now.as_deref(), job));
            now
        }
        Outcome::Unconfirmed { now } => {
            named(object, "item-unconfirmed", address);
            now
        }
        Outcome::Skipped => {
            named(object, "item-skipped", address);
            None
        }
    };
    let now = now.map(|row| data::Session::from(*row));
    object.maybe("now", now.as_ref());
}

/// A session's failure; its row tells a lock from another conflict.
fn why(error: &ClientError, now: Option<&Session>, job: &Job) -> Trouble {
    let route = match job {
        Job::Archive(_) => RouteId::Archive,
        Job::Move(_) => RouteId::Move,
        Job::Rebuild => RouteId::Rebuild,
        Job::Delete => RouteId::Delete,
    };
    let is_locked = now.is_some_and(|row| Status::is_locked(&row.status));
    let code = match ErrorCode::of(error, Some(route)) {
        ErrorCode::Conflict if is_locked => ErrorCode::Locked,
        code => code,
    };
    Trouble::new(code, error)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "/prearchive/projects/P/t/S";

    #[test]
    fn verdicts() {
        for (action, project, status, wanted) in [
            ("archive", "null", "READY", r#"[{"verdict":"ready"}]"#),
            (
                "archive",
                "null",
                "CONFLICT",
                r#"[{"verdict":"review","reason":"conflicts"}]"#,
            ),
            (
                "move",
                "\"P\"",
                "READY",
                r#"[{"verdict":"blocked","reason":"already-there"}]"#,
            ),
            (
                "delete",
                "null",
                "_MOVING",
                r#"[{"verdict":"blocked","reason":"locked"}]"#,
            ),
        ] {
            let json = format!(
                r#"{{"action":"{action}","project":{project},"sessions":[{{"id":"{ID}","status":"{status}"}}]}}"#
            );
            let judged = plan(&Args::read(&json).expect("an object"));
            assert_eq!(judged.expect("a plan"), wanted, "{action} {status}");
        }
    }

    #[test]
    fn a_job_says_all_it_needs() {
        for (rest, is_fine) in [
            (r#""action":"move""#, false),
            (r#""action":"move","project":"""#, false),
            (r#""action":"move","project":"Q""#, true),
            (
                r#""action":"archive","overwrite":"append","patienceMs":5"#,
                true,
            ),
            (r#""action":"archive","overwrite":"all""#, false),
            (r#""action":"sing""#, false),
        ] {
            let json = format!(r#"{{{rest},"sessions":[{{"id":"{ID}","label":"L"}}]}}"#);
            let job = job(&Args::read(&json).expect("an object"));
            assert_eq!(job.is_ok(), is_fine, "{rest}");
        }
    }
}
