//! Passwords: kept as argon2 hashes only.

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};

use crate::refusal::Refusal;
use crate::store::StoreError;

/// Hashes a password with a salt of its own, in PHC text form.
pub fn hash(password: &str) -> Result<String, Refusal> {
    let failed = |reason: String| Refusal::Store(StoreError::Failed(reason));
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|e| failed(e.to_string()))?;
    let salt = SaltString::encode_b64(&salt).map_err(|e| failed(e.to_string()))?;
    Argon2::default()
        .hash_password(password.as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(|e| failed(e.to_string()))
}

/// True if the password is the one that was hashed; takes as long either way.
#[must_use]
pub fn verify(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| {
        Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok()
    })
}

/// A random text of `bytes` bytes, in hexadecimal digits.
pub(crate) fn random(bytes: usize) -> Result<String, Refusal> {
    let mut filled = vec![0; bytes];
    getrandom::fill(&mut filled).map_err(|e| Refusal::Store(StoreError::Failed(e.to_string())))?;
    Ok(filled.iter().map(|byte| format!("{byte:02x}")).collect())
}
