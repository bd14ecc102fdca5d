//! Waiting: the browser's timers, or a thread where there is no browser.

use std::future::Future;

/// Ends after so many milliseconds.
#[cfg(target_arch = "wasm32")]
pub(crate) fn sleep(ms: u32) -> impl Future<Output = ()> {
    gloo_timers::future::TimeoutFuture::new(ms)
}

/// Ends after so many milliseconds; a thread each is good enough for tests and tools.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn sleep(ms: u32) -> impl Future<Output = ()> {
    let (done, wait) = futures::channel::oneshot::channel::<()>();
    std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(ms.into()));
        // Nobody may be waiting any more.
        let _ = done.send(());
    });
    async move {
        // A lost sender means that time is up as well.
        let _ = wait.await;
    }
}
