//! The page as a program: mounts the app in the browser.

#[cfg(target_arch = "wasm32")]
fn main() {
    use prearchive_client::Fetch;
    prearchive_app::mount(std::rc::Rc::new(Fetch::new("")));
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This is the page: it runs in a browser. Build it with trunk.");
    std::process::exit(2);
}
