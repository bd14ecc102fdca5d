//! From request to response: who asks, what is asked, and the answer.

mod ask;
mod details;
mod followed;
mod inside;
mod listing;
mod projects;
mod services;
mod site;
mod xapi;

use std::borrow::Cow;
use std::cell::RefCell;

use prearchive_core::calls::Call;
use prearchive_core::http::{Method, Request, Response};
use time::OffsetDateTime;

use crate::login::{Sender, check_provider, check_token, is_browser};
use crate::prearchive::unpack::Upload;
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::{Engine, answers};

/// XNAT's login page, to which browsers are sent that are not signed in.
const LOGIN_PAGE: &str = "/app/template/Login.vm";

use ask::Ask;

impl Engine {
    /// Answers a request whose body and answer are in memory as a whole.
    ///
    /// `request.path` begins with the context path, then `/data`, `/REST` or `/app`.
    #[must_use]
    pub fn handle(&self, request: &Request, now: OffsetDateTime) -> Response {
        self.answer(request, None, now).whole()
    }

    /// Answers a request; a large body may be put aside and handed over as `upload`, and the answer is made
    /// while it is sent.
    #[must_use]
    pub fn answer(
        &self,
        request: &Request,
        upload: Option<&mut dyn Upload>,
        now: OffsetDateTime,
    ) -> Reply {
        let mut reply = match self.below_context(request) {
            Some(request) => self
                .respond(&request, upload, now)
                .unwrap_or_else(|refusal| answers::refused(&refusal).into()),
            None => Response::empty(404).into(),
        };
        reply.response = reply
            .response
            .with_header("X-Content-Type-Options", "nosniff")
            .with_header("Cache-Control", "no-store");
        reply
    }

    /// The request without the context path; an upload is copied only where there is one.
    fn below_context<'a>(&self, request: &'a Request) -> Option<Cow<'a, Request>> {
        let path = request.path.strip_prefix(&self.config.context)?;
        path.starts_with('/').then(|| {
            if self.config.context.is_empty() {
                Cow::Borrowed(request)
            } else {
                Cow::Owned(Request {
                    path: path.to_owned(),
                    ..request.clone()
                })
            }
        })
    }

    fn respond(
        &self,
        request: &Request,
        upload: Option<&mut dyn Upload>,
        now: OffsetDateTime,
    ) -> Result<Reply, Refusal> {
        if request.path == LOGIN_PAGE && request.method == Method::Get {
            return Ok(login_page().into());
        }
        let call = Call::read(request);
        if let Ok(Call::SignIn { username, password }) = &call {
            check_provider(request)?;
            let sender = self.sign_in(username, password, now)?;
            let response = answers::text("text/plain", sender.session.clone());
            let response = self.with_cookies(response, request, &sender.session, now);
            return Ok(response.into());
        }
        let sender = self.sender(request, now)?;
        if let Ok(Call::Session { csrf }) = &call {
            let sender = self.with_session(&sender, now)?;
            let response = self.hand_out(session_text(&sender, *csrf), request, &sender, now);
            return Ok(response.into());
        }
        // As long as the login, and no longer.
        let upload = upload.map(|upload| upload as &mut (dyn Upload + '_));
        let answered = self
            .answer_sender(request, upload, call, &sender, now)
            .map_err(|refusal| self.at_its_root(refusal));
        let mut reply = answered.unwrap_or_else(|refusal| answers::refused(&refusal).into());
        reply.response = self.hand_out(reply.response, request, &sender, now);
        Ok(reply)
    }

    /// Adds the cookies of a login that this answer has begun.
    fn hand_out(
        &self,
        response: Response,
        request: &Request,
        sender: &Sender,
        now: OffsetDateTime,
    ) -> Response {
        if sender.fresh {
            self.with_cookies(response, request, &sender.session, now)
        } else {
            response
        }
    }

    /// What is not there at all is told before what it has not got yet.
    fn at_its_root(&self, refusal: Refusal) -> Refusal {
        match refusal {
            Refusal::NoDocument(address) if matches!(self.store.session(&address), Ok(None)) => {
                Refusal::NoSession(address)
            }
            other => other,
        }
    }

    fn answer_sender<'a>(
        &self,
        request: &'a Request,
        upload: Option<&'a mut (dyn Upload + 'a)>,
        call: Result<Call, prearchive_core::calls::ReadError>,
        sender: &'a Sender,
        now: OffsetDateTime,
    ) -> Result<Reply, Refusal> {
        let Some(caller) = &sender.caller else {
            return Ok(match call {
                // As in XNAT, who is signed out already has what they want.
                Ok(Call::SignOut) => {
                    self.sign_out(&sender.session);
                    Response::empty(200)
                }
                _ => self.signed_out(request),
            }
            .into());
        };
        check_token(request, sender)?;
        let ask = Ask {
            request,
            caller,
            now,
            upload: RefCell::new(upload),
            rest: RefCell::new(None),
        };
        let response = self.dispatch(&ask, call?, sender)?;
        Ok(Reply {
            response,
            rest: ask.rest.into_inner(),
        })
    }

    fn dispatch(&self, ask: &Ask<'_>, call: Call, sender: &Sender) -> Result<Response, Refusal> {
        match call {
            Call::SignOut => {
                self.sign_out(&sender.session);
                Ok(Response::empty(200))
            }
            Call::WhoAmI => {
                let sentence = prearchive_core::calls::answer::write_user(&ask.caller.name);
                let more = if ask.request.parameters().is_true("CSRF") {
                    format!("; {}={}", prearchive_core::csrf::PARAMETER, sender.token)
                } else {
                    String::new()
                };
                Ok(answers::text("text/plain", sentence + &more))
            }
            Call::Projects { filter, with_code } => self.answer_projects(ask, filter, with_code),
            Call::PrearchiveCode { project } => self.answer_code(ask, &project),
            Call::SetPrearchiveCode { project, code } => self.answer_set_code(ask, &project, code),
            Call::List { projects } => self.answer_list(ask, &projects),
            Call::Refresh => self.answer_refresh(ask),
            Call::Recent { days } => self.answer_recent(ask, days),
            Call::Project { project } => self.answer_project(ask, &project),
            Call::Subjects { project } => self.answer_subjects(ask, &project),
            Call::Experiments { project } => self.answer_experiments(ask, &project),
            Call::Experiment(experiment) => self.answer_experiment(ask, &experiment),
            Call::QuarantineCode { project } => self.answer_quarantine(ask, &project),
            Call::SetQuarantineCode { project, code } => {
                self.answer_set_quarantine(ask, &project, code)
            }
            Call::CurrentArc { project } => self.answer_arc(ask, &project),
            Call::SetCurrentArc { project, arc } => self.answer_set_arc(ask, &project, arc),
            Call::Move {
                sources,
                new_project,
            } => self.answer_move(ask, &sources, new_project.as_ref()),
            Call::Rebuild {
                sources,
                override_lock,
            } => self.answer_rebuild(ask, &sources, override_lock),
            Call::Delete { sources } => self.answer_delete(ask, &sources),
            Call::Archive(request) => self.answer_archive(ask, &request),
            Call::ValidateArchive(request) => self.answer_validate(ask, &request),
            Call::Import(request) => self.answer_import(ask, &request),
            Call::BuildInfo
            | Call::BuildVersion
            | Call::UserName
            | Call::User { .. }
            | Call::Schemas
            | Call::Schema { .. }
            | Call::SearchElements => self.answer_xapi(ask, &call),
            other => self.dispatch_own(ask, other),
        }
    }

    /// What belongs to the caller alone: alias tokens, and work that is followed.
    fn dispatch_own(&self, ask: &Ask<'_>, call: Call) -> Result<Response, Refusal> {
        let (caller, now) = (ask.caller, ask.now);
        match call {
            Call::IssueToken => self.answer_issue_token(caller, None, now),
            Call::IssueTokenFor { user } => self.answer_issue_token(caller, Some(&user), now),
            Call::ShowTokens => self.answer_show_tokens(caller, now),
            Call::ValidateToken { alias, secret } => {
                self.answer_validate_token(&alias, &secret, now)
            }
            Call::InvalidateToken { alias } => self.answer_invalidate_token(caller, &alias, now),
            Call::Tracking { key } => self.answer_tracking(ask, &key),
            Call::TrackingPayload { key } => self.answer_tracking_payload(ask, &key),
            Call::Progress { key } => self.answer_progress(ask, &key),
            Call::ForgetProgress { key } => self.answer_forget_progress(ask, &key),
            other => self.dispatch_session(ask, other),
        }
    }

    /// What is not signed in is sent to the login page if it is a browser, and asked for a password if not.
    fn signed_out(&self, request: &Request) -> Response {
        if is_browser(request) {
            let page = format!("{}{LOGIN_PAGE}", self.config.context);
            Response::empty(302).with_header("Location", page)
        } else {
            answers::refused(&Refusal::SignedOut)
                .with_header("WWW-Authenticate", "Basic realm=\"XNAT\"")
        }
    }
}

fn session_text(sender: &Sender, csrf: bool) -> Response {
    let text = prearchive_core::csrf::SessionText {
        id: sender.session.clone(),
        token: csrf.then(|| sender.token.clone()),
    };
    answers::text("text/plain", text.write())
}

fn login_page() -> Response {
    answers::text(
        "text/html",
        "<html><head><title>Sign in</title></head><body><h3>Sign in first</h3></body></html>\n",
    )
}
