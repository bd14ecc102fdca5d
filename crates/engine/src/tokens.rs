//! Alias tokens: a name and a secret that stand for a user's own for two days, for programs that keep no passwords.

use prearchive_core::http::Response;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use time::{Duration, OffsetDateTime};

use crate::access::Caller;
use crate::refusal::Refusal;
use crate::store::records::TokenRecord;
use crate::{Engine, answers, millis, passwords};

/// How long a token holds, as in XNAT.
const LIFETIME: Duration = Duration::days(2);
/// How many tokens a user has at most; a further one ends the one that would end first.
const MOST: usize = 100;

impl Engine {
    /// Issues a token for the caller, or for another user if the caller is a site administrator.
    pub(crate) fn answer_issue_token(
        &self,
        caller: &Caller,
        user: Option<&str>,
        now: OffsetDateTime,
    ) -> Result<Response, Refusal> {
        let user = user.unwrap_or(&caller.name);
        if *user != caller.name && !caller.is_admin() {
            return Err(caller.refused("issue tokens for other users"));
        }
        if self.store.user(user)?.is_none() {
            return Err(Refusal::NoUser(user.into()));
        }
        self.store.remove_ended_tokens(millis(now))?;
        let held = self.store.tokens(user)?;
        for token in held.iter().rev().skip(MOST - 1) {
            self.store.remove_token(&token.alias)?;
        }
        let secret = passwords::random(32)?;
        let token = TokenRecord {
            alias: uuid()?,
            secret_hash: digest(&secret),
            user: user.into(),
            expires: millis(now + LIFETIME),
        };
        self.store.put_token(&token)?;
        self.remember(&caller.name, "token", &user, "issued an alias token", now);
        let mut told = tell(&token);
        // It is told this once: what is kept is its hash.
        told["secret"] = secret.into();
        Ok(as_json(&told))
    }

    /// The caller's tokens, without their secrets.
    pub(crate) fn answer_show_tokens(
        &self,
        caller: &Caller,
        now: OffsetDateTime,
    ) -> Result<Response, Refusal> {
        let tokens = self.store.tokens(&caller.name)?;
        let holding = tokens.iter().filter(|token| holds(token, now));
        let told: Vec<Value> = holding.map(tell).collect();
        Ok(as_json(&Value::from(told)))
    }

    /// For whom a token stands, or `false`.
    pub(crate) fn answer_validate_token(
        &self,
        alias: &str,
        secret: &str,
        now: OffsetDateTime,
    ) -> Result<Response, Refusal> {
        let valid = match self.token_owner(alias, secret, now)? {
            Some(user) => Value::from(user),
            None => Value::from(false),
        };
        Ok(as_json(&json!({ "valid": valid })))
    }

    /// Ends a token; whose it is not is told that it is not there.
    pub(crate) fn answer_invalidate_token(
        &self,
        caller: &Caller,
        alias: &str,
        now: OffsetDateTime,
    ) -> Result<Response, Refusal> {
        let token = self.store.token(alias)?;
        let token = token
            .filter(|token| token.user == caller.name || caller.is_admin())
            .ok_or(Refusal::NoToken)?;
        self.store.remove_token(alias)?;
        let ended = "ended an alias token";
        self.remember(&caller.name, "token", &token.user, ended, now);
        Ok(as_json(&json!({"result": "OK"})))
    }

    /// The user for whom a token stands, if the secret is right and it has not ended.
    pub(crate) fn token_owner(
        &self,
        alias: &str,
        secret: &str,
        now: OffsetDateTime,
    ) -> Result<Option<String>, Refusal> {
        let Some(token) = self.store.token(alias)? else {
            return Ok(None);
        };
        let given = digest(secret);
        let right = bool::from(given.as_bytes().ct_eq(token.secret_hash.as_bytes()));
        Ok((right && holds(&token, now)).then_some(token.user))
    }
}

fn holds(token: &TokenRecord, now: OffsetDateTime) -> bool {
    millis(now) < token.expires
}

/// What XNAT tells of a token, but for its secret.
fn tell(token: &TokenRecord) -> Value {
    json!({
        "alias": token.alias,
        "xdatUserId": token.user,
        "estimatedExpirationTime": token.expires,
        "created": token.expires - i64::try_from(LIFETIME.whole_milliseconds()).unwrap_or_default(),
        "singleUse": false,
        "enabled": true,
        "validIPAddresses": [],
    })
}

fn as_json(value: &Value) -> Response {
    answers::text("application/json", value.to_string())
}

fn digest(secret: &str) -> String {
    let hash = Sha256::digest(secret.as_bytes());
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// True if a name has the shape of an alias; clients tell tokens from users by it.
pub(crate) fn is_alias(name: &str) -> bool {
    let lengths = name.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && name.chars().all(|c| c == '-' || c.is_ascii_hexdigit())
}

/// A random UUID (RFC 9562, version 4).
fn uuid() -> Result<String, Refusal> {
    let digits = passwords::random(16)?;
    let variant = match digits.as_bytes().get(16).map(|digit| digit % 4) {
        Some(0) => '8',
        Some(1) => '9',
        Some(2) => 'a',
        _ => 'b',
    };
    Ok(format!(
        "{}-{}-4{}-{variant}{}-{}",
        &digits[..8],
        &digits[8..12],
        &digits[13..16],
        &digits[17..20],
        &digits[20..]
    ))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_has_the_shape_of_an_alias() {
        let made = uuid().unwrap();
        assert!(is_alias(&made), "{made}");
        for name in [
            "owner",
            "",
            "12345678-1234-1234-1234-12345678901g",
            "12345678-1234-1234-1234",
        ] {
            assert!(!is_alias(name), "{name}");
        }
    }

    /// FIPS 180-4: what is kept must be read by later versions too.
    #[test]
    fn the_hash_is_sha_256() {
        assert_eq!(
            digest("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
