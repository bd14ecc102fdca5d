//! What can be done with a session, one subject a file.

pub(crate) mod archive;
pub(crate) mod archived;
pub(crate) mod build;
pub(crate) mod changes;
pub(crate) mod delete;
pub(crate) mod headers;
pub(crate) mod import;
pub(crate) mod inside;
pub(crate) mod locks;
pub(crate) mod logs;
pub(crate) mod merging;
pub(crate) mod receiving;
pub(crate) mod refresh;
pub(crate) mod relocate;
pub(crate) mod resources;
pub(crate) mod restore;
pub(crate) mod unpack;
pub(crate) mod uploads;
pub(crate) mod validate;
pub(crate) mod zips;
