//! From request to response: who asks, what is asked, and the answer.

mod inside;
mod services;
mod site;
mod xapi;

use std::borrow::Cow;

use prearchive_core::calls::Call;
use prearchive_core::http::{Method, Request, Response};
use time::OffsetDateTime;

use crate::access::Caller;
use crate::login::{Sender, check_token, is_browser};
use crate::refusal::Refusal;
use crate::{Engine, answers};

/// XNAT's login page, to which browsers are sent that are not signed in.
const LOGIN_PAGE: &str = "/app/template/Login.vm";

/// What an answer needs to know beside the call.
struct Ask<'a> {
    request: &'a Request,
    caller: &'a Caller,
    now: OffsetDateTime,
}

impl Engine {
    /// Answers a request.
    ///
    /// `request.path` begins with the context path, then `/data`, `/REST` or `/app`.
    #[must_use]
    pub fn handle(&self, request: &Request, now: OffsetDateTime) -> Response {
        let response = match self.below_context(request) {
            Some(request) => self
                .answer(&request, now)
                .unwrap_or_else(|refusal| answers::refused(&refusal)),
            None => Response::empty(404),
        };
        response
            .with_header("X-Content-Type-Options", "nosniff")
            .with_header("Cache-Control", "no-store")
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

    fn answer(&self, request: &Request, now: OffsetDateTime) -> Result<Response, Refusal> {
        if request.path == LOGIN_PAGE && request.method == Method::Get {
            return Ok(login_page());
        }
        let call = Call::read(request);
        if let Ok(Call::SignIn { username, password }) = &call {
            let sender = self.sign_in(username, password, now)?;
            let response = answers::text("text/plain", sender.session.clone());
            return Ok(self.with_cookies(response, &sender.session, now));
        }
        let sender = self.sender(request, now)?;
        if let Ok(Call::Session { csrf }) = &call {
            let sender = self.with_session(&sender, now)?;
            return Ok(self.hand_out(session_text(&sender, *csrf), &sender, now));
        }
        let answered = self.answer_sender(request, call, &sender, now);
        let response = answered.unwrap_or_else(|refusal| answers::refused(&refusal));
        Ok(self.hand_out(response, &sender, now))
    }

    /// Adds the cookies of a login that this answer has begun.
    fn hand_out(&self, response: Response, sender: &Sender, now: OffsetDateTime) -> Response {
        if sender.fresh {
            self.with_cookies(response, &sender.session, now)
        } else {
            response
        }
    }

    fn answer_sender(
        &self,
        request: &Request,
        call: Result<Call, prearchive_core::calls::ReadError>,
        sender: &Sender,
        now: OffsetDateTime,
    ) -> Result<Response, Refusal> {
        let Some(caller) = &sender.caller else {
            return Ok(self.signed_out(request));
        };
        check_token(request, sender)?;
        let ask = Ask {
            request,
            caller,
            now,
        };
        self.dispatch(&ask, call?, sender)
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
            Call::Experiment(experiment) => self.answer_experiment(ask, &experiment),
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
            Call::Import(request) => {
                let uris = self.import(ask.caller, &request, ask.now)?;
                Ok(answers::uris(&uris))
            }
            Call::BuildInfo
            | Call::BuildVersion
            | Call::UserName
            | Call::User { .. }
            | Call::Schemas
            | Call::Schema { .. }
            | Call::SearchElements => self.answer_xapi(ask, &call),
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
