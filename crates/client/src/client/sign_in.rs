//! Who speaks: signing in, coming back with the cookie that is still there, signing out.

use prearchive_core::calls::{Call, answer};

use super::Client;
use crate::error::ClientError;

impl Client {
    /// Signs in and says who that is, as the server spells it.
    ///
    /// The server is asked afterwards, so that a cookie that the browser did not keep is found out here.
    pub async fn sign_in(&self, username: &str, password: &str) -> Result<String, ClientError> {
        let call = Call::SignIn {
            username: username.into(),
            password: password.into(),
        };
        self.call(&call).await?;
        self.shared.tokens.forget().await;
        Ok(answer::user(&self.call(&Call::WhoAmI).await?)?)
    }

    /// Who is signed in by the cookie that is there already; `None` if nobody is.
    pub async fn resume(&self) -> Result<Option<String>, ClientError> {
        self.shared.tokens.forget().await;
        let response = self.exchange(&Call::WhoAmI, None).await?;
        // Browsers are sent to the login page instead of being told 401.
        let at_login = response.redirected_to.is_some() && response.media_type() == "text/html";
        if at_login {
            return Ok(None);
        }
        let response = match self.checked(&Call::WhoAmI, response).await {
            Err(error) if error.is_signed_out() => return Ok(None),
            judged => judged?,
        };
        Ok(Some(answer::user(&response)?))
    }

    /// Ends the login; also fine if it was over already.
    pub async fn sign_out(&self) -> Result<(), ClientError> {
        let ended = self.call(&Call::SignOut).await;
        match ended {
            Err(error) if !error.is_signed_out() => return Err(error),
            _ => self.shared.tokens.forget().await,
        }
        Ok(())
    }
}
