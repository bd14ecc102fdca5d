//! Answers about the site itself: which XNAT it stands for, who its users are, and what types of data it knows.

use prearchive_core::calls::{Call, ReadError, RouteId};
use prearchive_core::http::Response;
use prearchive_core::resultset::Table;
use serde_json::json;

use super::Ask;
use crate::refusal::Refusal;
use crate::store::records::SiteRole;
use crate::{Engine, answers};

/// The XNAT whose answers these are; clients choose their ways by it.
const VERSION: &str = "1.9.2";

/// The schemas by name: `xdat` declares nothing, but clients ask for it.
const SCHEMAS: [(&str, &str); 2] = [
    ("xdat", include_str!("xapi/xdat.xsd")),
    ("xnat", include_str!("xapi/xnat.xsd")),
];

/// The columns of XNAT's list of searchable types.
const ELEMENT_COLUMNS: [&str; 5] = ["ELEMENT_NAME", "SINGULAR", "PLURAL", "SECURED", "COUNT"];

impl Engine {
    /// Answers a call below `/xapi`, or of what can be searched.
    pub(super) fn answer_xapi(&self, ask: &Ask<'_>, call: &Call) -> Result<Response, Refusal> {
        match call {
            Call::BuildInfo => Ok(build_info()),
            Call::BuildVersion => Ok(answers::text("text/plain", VERSION)),
            Call::UserName => Ok(answers::text("text/plain", ask.caller.name.clone())),
            Call::User { name } => self.answer_user(ask, name),
            Call::Schemas => Ok(json_text(&json!(SCHEMAS.map(|(name, _)| name)))),
            Call::Schema { name } => schema(ask, name),
            // Nothing can be searched here; a table without rows says so.
            Call::SearchElements => answers::table(
                ask.request,
                RouteId::SearchElements,
                Table::new(&ELEMENT_COLUMNS, Vec::new()),
            ),
            _ => Err(nothing_at(ask)),
        }
    }

    /// A user; who is no site administrator may ask about nobody else.
    fn answer_user(&self, ask: &Ask<'_>, name: &str) -> Result<Response, Refusal> {
        if name != ask.caller.name && !ask.caller.is_admin() {
            return Err(ask.caller.refused("see other users"));
        }
        let user = self.store.user(name)?.ok_or_else(|| nothing_at(ask))?;
        Ok(json_text(&json!({
            "username": user.name,
            "firstName": "",
            "lastName": "",
            "email": "",
            "admin": user.site == SiteRole::Admin,
            "enabled": true,
            "verified": true,
        })))
    }
}

/// What XNAT was built from, as far as there is an answer.
fn build_info() -> Response {
    json_text(&json!({
        "version": VERSION,
        "buildNumber": env!("CARGO_PKG_VERSION"),
        "application": env!("CARGO_PKG_NAME"),
    }))
}

fn schema(ask: &Ask<'_>, name: &str) -> Result<Response, Refusal> {
    SCHEMAS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, text)| answers::text("application/xml", *text))
        .ok_or_else(|| nothing_at(ask))
}

fn nothing_at(ask: &Ask<'_>) -> Refusal {
    let path = ask.request.path.clone();
    ReadError::NoRoute { path }.into()
}

fn json_text(value: &serde_json::Value) -> Response {
    answers::text("application/json", value.to_string())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use prearchive_core::http::{Method, Request};
    use prearchive_dicom::xsi_types;
    use time::OffsetDateTime;

    use super::*;
    use crate::Config;
    use crate::access::Caller;
    use crate::store::memory::Memory;
    use crate::store::records::UserRecord;

    #[test]
    fn who_is_told_what() {
        let engine = Engine::new(Box::new(Memory::default()), Config::default());
        let people = [("admin", SiteRole::Admin), ("user", SiteRole::User)];
        for (name, site) in people {
            let user = UserRecord {
                name: name.into(),
                password_hash: String::new(),
                site,
            };
            assert_eq!(engine.store.put_user(&user), Ok(()));
        }
        for ((name, site), path, status, words) in [
            (
                people[1],
                "xapi/siteConfig/buildInfo",
                200,
                "\"version\":\"1.",
            ),
            (people[1], "xapi/siteConfig/buildInfo/version", 200, "1."),
            (people[1], "xapi/users/username", 200, "user"),
            (people[1], "xapi/users/user", 200, "\"username\":\"user\""),
            (people[1], "xapi/users/admin", 403, "see other users"),
            (people[1], "xapi/users/nobody", 403, "see other users"),
            (people[0], "xapi/users/user", 200, "\"admin\":false"),
            (people[0], "xapi/users/admin", 200, "\"admin\":true"),
            (people[0], "xapi/users/nobody", 404, "xapi/users/nobody"),
            (people[1], "xapi/schemas", 200, "[\"xdat\",\"xnat\"]"),
            (people[1], "xapi/schemas/xdat", 200, "<xs:schema "),
            (
                people[1],
                "xapi/schemas/xnat",
                200,
                "name=\"mrSessionData\"",
            ),
            (
                people[1],
                "xapi/schemas/catalog",
                404,
                "xapi/schemas/catalog",
            ),
            (people[1], "data/search/elements", 200, "\"Result\":[]"),
            // A text would be taken for the version of an older XNAT.
            (people[1], "data/version", 404, "data/version"),
        ] {
            let request = Request::new(Method::Get, path.split('/'));
            let ask = Ask {
                upload: std::cell::RefCell::new(None),
                rest: std::cell::RefCell::new(None),
                request: &request,
                caller: &Caller {
                    name: name.into(),
                    site,
                },
                now: OffsetDateTime::UNIX_EPOCH,
            };
            let answer = Call::read(&request)
                .map_err(Refusal::from)
                .and_then(|call| engine.answer_xapi(&ask, &call))
                .unwrap_or_else(|refusal| answers::refused(&refusal));
            assert_eq!(answer.status, status, "{name}: {path}");
            let text = answer.text();
            assert!(text.contains(words), "{name}: {path}: {text}");
        }
    }

    fn declared(attribute: &str) -> BTreeSet<String> {
        let xsd = SCHEMAS[1].1;
        let found = xsd.split(attribute).skip(1);
        found
            .filter_map(|rest| rest.split_once('"'))
            .map(|(name, _)| name.to_owned())
            .collect()
    }

    /// A client that reads the schema refuses a scan or a session of a type that is not in it.
    #[test]
    fn every_type_that_a_build_can_give_is_in_the_schema() {
        let types = declared("<xs:complexType name=\"");
        for wanted in xsi_types() {
            let name = wanted.strip_prefix("xnat:").unwrap_or(wanted);
            assert!(types.contains(name), "{wanted}");
        }
    }

    #[test]
    fn every_type_that_the_schema_refers_to_is_in_it() {
        let types = declared("<xs:complexType name=\"");
        let mut used = declared(" base=\"xnat:");
        used.extend(declared(" type=\"xnat:"));
        assert!(!used.is_empty());
        for name in used {
            assert!(types.contains(&name), "{name}");
        }
    }
}
