//! A look at what is passed through to: whether it answers as an XNAT does.

use std::time::Duration;

use axum::body::Body;
use axum::http::header::{ACCEPT, CONTENT_TYPE, HeaderMap, LOCATION};
use axum::http::{Request, StatusCode};
use futures::StreamExt as _;
use serde_json::Value;

use super::PassThrough;
use super::line::Failure;

/// What XNAT tells of itself; most want a login for it.
const BUILD: &str = "/xapi/siteConfig/buildInfo";
/// How long a look may take.
const PATIENCE: Duration = Duration::from_secs(15);
/// How much of an answer is looked at, in bytes: XNAT's has less than one of these thousands.
const MOST: usize = 64 << 10;

impl PassThrough {
    /// Asks once, and says in a sentence what is there.
    pub(crate) async fn look(&self) -> String {
        let asked = tokio::time::timeout(PATIENCE, self.ask()).await;
        asked.unwrap_or_else(|_| {
            let seconds = PATIENCE.as_secs();
            let xnat = &self.xnat;
            format!("warning: {xnat} has not answered for {seconds} s; it is asked again with every request")
        })
    }

    async fn ask(&self) -> String {
        let request = self.xnat.uri(BUILD).and_then(|address| {
            // Without the name of a browser, which would be sent to the page for signing in.
            let request = Request::builder().uri(address);
            request
                .header(ACCEPT, "application/json")
                .body(Body::empty())
        });
        let answer = match request {
            Ok(request) => self.line.request(request).await,
            Err(error) => return format!("warning: {error}"),
        };
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => {
                let failure = Failure::of(&error, self.xnat.authority());
                return format!("warning: {failure}");
            }
        };
        let (head, body) = answer.into_parts();
        let mut body = Body::new(body).into_data_stream();
        let mut bytes = Vec::new();
        while let Some(Ok(data)) = body.next().await {
            bytes.extend_from_slice(&data);
            if bytes.len() > MOST {
                break;
            }
        }
        self.judge(head.status, &head.headers, &bytes)
    }

    fn judge(&self, status: StatusCode, headers: &HeaderMap, body: &[u8]) -> String {
        let xnat = &self.xnat;
        let text = |name| {
            let value = headers.get(name).and_then(|value| value.to_str().ok());
            value.unwrap_or_default()
        };
        let told: Option<Value> = serde_json::from_slice(body).ok();
        let version = told.as_ref().and_then(|told| told["version"].as_str());
        let number = status.as_u16();
        match (number, version) {
            (200, Some(version)) => format!("XNAT {version} answers at {xnat}"),
            (401 | 403, _) => format!("{xnat} answers and wants a login, as an XNAT does"),
            (300..=399, _) => {
                let place = text(LOCATION);
                let better = place.strip_suffix(BUILD);
                let advice = better.map(|better| format!("start again with --xnat {better}"));
                let advice = advice.unwrap_or_else(|| "is the address right?".into());
                format!("warning: {xnat} sends one on to {place}: {advice}")
            }
            (404, _) => format!(
                "warning: {xnat} is no XNAT (404 for {BUILD}): is the context path missing or wrong, as in {}/xnat?",
                xnat.origin()
            ),
            (500.., _) => format!("warning: {xnat} answers {number}: XNAT may still be starting"),
            _ => format!(
                "warning: {xnat} does not answer as an XNAT does ({number}, {}): is the address right?",
                text(CONTENT_TYPE)
            ),
        }
    }
}
