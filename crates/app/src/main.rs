//! The page as a program: what the browser gets of it is [`prearchive_app::mount`].

#[cfg(target_arch = "wasm32")]
use prearchive_app as _;

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This is the page: it runs in a browser. Build it with trunk.");
    std::process::exit(2);
}
