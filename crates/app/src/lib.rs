//! The page: reviews and archives what waits in an XNAT prearchive.
//!
//! State lives in one [`store`], changed by messages; the [`view`] is a function of it.
//! A message may ask for effects (calls, timers, the URL), which answer with messages again.

mod app;
mod browser;
mod format;
mod store;
mod view;
mod words;

pub use app::mount;
