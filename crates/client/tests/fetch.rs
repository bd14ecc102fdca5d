//! The transport of the browser, in a browser.
#![cfg(target_arch = "wasm32")]

use std::cell::RefCell;
use std::rc::Rc;

use futures::future::join;
use js_sys::{Function, Promise, Reflect};
use prearchive_client::{
    Cancel, Client, ClientError, Fetch, SendOptions, Transport, TransportError,
};
use prearchive_core::http::{Method, Request};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Nothing answers there: browsers refuse the discard port themselves.
const NOBODY: &str = "http://127.0.0.1:9/";

/// Puts another function in the place of `fetch` while it lives.
struct Instead {
    original: JsValue,
    _function: Closure<dyn FnMut(web_sys::Request) -> Promise>,
}

impl Instead {
    fn of_fetch(function: impl FnMut(web_sys::Request) -> Promise + 'static) -> Self {
        let global = js_sys::global();
        let original = Reflect::get(&global, &"fetch".into()).expect("there is a fetch");
        let function = Closure::new(function);
        Reflect::set(&global, &"fetch".into(), function.as_ref()).expect("it can be replaced");
        Self {
            original,
            _function: function,
        }
    }
}

impl Drop for Instead {
    fn drop(&mut self) {
        let set = Reflect::set(&js_sys::global(), &"fetch".into(), &self.original);
        assert_eq!(set, Ok(true));
    }
}

/// A `fetch` that never answers, but ends as the real one does when its signal is aborted:
/// the real one is called with the signal once that has happened.
/// Answers the signal too.
fn hanging() -> (Instead, Rc<RefCell<Option<web_sys::AbortSignal>>>) {
    let signals = Rc::new(RefCell::new(None));
    let last = signals.clone();
    let global = js_sys::global();
    let real: Function = Reflect::get(&global, &"fetch".into())
        .and_then(JsCast::dyn_into)
        .expect("there is a fetch");
    let instead = Instead::of_fetch(move |request| {
        let real = real.clone();
        *last.borrow_mut() = Some(request.signal());
        Promise::new(&mut move |resolve, _| {
            let (real, again) = (real.clone(), JsValue::from(&request));
            let then = Closure::once_into_js(move || {
                let ended = real
                    .call1(&JsValue::UNDEFINED, &again)
                    .expect("fetch is called");
                resolve
                    .call1(&JsValue::UNDEFINED, &ended)
                    .expect("resolve is called");
            });
            let signal = request.signal();
            let listen: Function = Reflect::get(&signal, &"addEventListener".into())
                .and_then(JsCast::dyn_into)
                .expect("signals have listeners");
            listen
                .call2(&signal, &"abort".into(), &then)
                .expect("it listens");
        })
    });
    (instead, signals)
}

fn is_aborted(signal: &RefCell<Option<web_sys::AbortSignal>>) -> bool {
    signal
        .borrow()
        .as_ref()
        .is_some_and(|signal| signal.aborted())
}

fn get() -> Request {
    Request::new(Method::Get, ["data", "prearchive"]).with_query("format", "json")
}

#[wasm_bindgen_test]
async fn a_failed_fetch_is_unreachable_in_the_browsers_words() {
    let answer = Fetch::new(NOBODY).send(get(), SendOptions::default()).await;
    match answer {
        Err(TransportError::Unreachable(words)) => assert!(!words.is_empty()),
        other => panic!("{other:?}"),
    }
}

#[wasm_bindgen_test]
async fn a_base_that_is_no_address_is_unreachable() {
    let fetch = Fetch::new("http://[nonsense");
    assert_eq!(fetch.base(), None);
    assert_eq!(fetch.address(&get()), None);
    let answer = fetch.send(get(), SendOptions::default()).await;
    assert_eq!(answer.map_err(|error| error.code()), Err("unreachable"));
}

#[wasm_bindgen_test]
async fn a_fetch_that_rejects_with_something_odd_is_unreachable() {
    for odd in [JsValue::from("just words"), JsValue::NULL, JsValue::from(5)] {
        let instead = Instead::of_fetch(move |_| Promise::reject(&odd));
        let answer = Fetch::new(NOBODY).send(get(), SendOptions::default()).await;
        drop(instead);
        assert_eq!(answer.map_err(|error| error.code()), Err("unreachable"));
    }
}

#[wasm_bindgen_test]
async fn time_runs_out() {
    let (instead, signal) = hanging();
    let options = SendOptions {
        timeout_ms: Some(20),
        ..SendOptions::default()
    };
    let answer = Fetch::new(NOBODY).send(get(), options).await;
    drop(instead);
    assert_eq!(answer, Err(TransportError::TimedOut { after_ms: 20 }));
    assert!(is_aborted(&signal));
}

#[wasm_bindgen_test]
async fn cancelling_aborts_the_request() {
    let (instead, signal) = hanging();
    let cancel = Cancel::new();
    let client = Client::new(Rc::new(Fetch::new(NOBODY))).with_cancel(cancel.clone());
    let (ended, ()) = join(client.sessions(&[]), async { cancel.cancel() }).await;
    drop(instead);
    assert_eq!(
        ended,
        Err(ClientError::Transport(TransportError::Cancelled))
    );
    assert!(is_aborted(&signal));
}

#[wasm_bindgen_test]
async fn a_function_takes_the_place_of_fetch_and_may_answer_anything() {
    let response = web_sys::Response::new_with_opt_str(Some("from here")).expect("a response");
    let answers = [
        (
            Promise::resolve(&response).into(),
            Ok("from here".to_owned()),
        ),
        // What is no promise is an answer as well.
        (
            response.clone().expect("a clone").into(),
            Ok("from here".to_owned()),
        ),
        (JsValue::from(5), Err("unreachable")),
        (JsValue::UNDEFINED, Err("unreachable")),
    ];
    for (answer, wanted) in answers {
        let instead = Closure::<dyn Fn(web_sys::Request) -> JsValue>::new(
            move |request: web_sys::Request| {
                assert_eq!(
                    request.url(),
                    "https://xnat.example.org/data/prearchive?format=json"
                );
                answer.clone()
            },
        );
        let function = instead.as_ref().unchecked_ref::<Function>().clone();
        let fetch = Fetch::new("https://xnat.example.org").with(function);
        let answer = fetch.send(get(), SendOptions::default()).await;
        assert_eq!(
            answer
                .map(|answer| answer.text().into_owned())
                .map_err(|error| error.code()),
            wanted
        );
    }
}

#[wasm_bindgen_test]
async fn an_answer_is_read() {
    let fetch = Fetch::new("data:application/json;charset=utf-8,here");
    let answer = fetch
        .send(get(), SendOptions::default())
        .await
        .expect("an answer");
    assert_eq!(
        (answer.status, answer.media_type().as_str()),
        (200, "application/json")
    );
    assert_eq!(answer.text(), "here/data/prearchive?format=json");
    assert_eq!(answer.redirected_to, None);
}

#[wasm_bindgen_test]
async fn method_headers_and_bytes_are_sent_as_they_are() {
    let (tell, told) = futures::channel::oneshot::channel();
    let mut tell = Some(tell);
    let instead = Instead::of_fetch(move |request| {
        if let Some(tell) = tell.take() {
            tell.send(request).expect("somebody waits");
        }
        Promise::reject(&js_sys::Error::new("enough"))
    });
    let body = vec![0, 159, 146, 150];
    let request = Request::new(Method::Post, ["data", "services", "import"])
        .with_query("SOURCE", "a b&c")
        .with_body("application/zip", body.clone());
    let answer = Fetch::new("https://xnat.example.org/xnat")
        .send(request, SendOptions::default())
        .await;
    drop(instead);
    assert_eq!(answer, Err(TransportError::Unreachable("enough".into())));

    let sent = told.await.expect("fetch was called");
    assert_eq!(sent.method(), "POST");
    let url = "https://xnat.example.org/xnat/data/services/import?SOURCE=a%20b%26c";
    assert_eq!(sent.url(), url);
    assert_eq!(
        sent.headers().get("content-type"),
        Ok(Some("application/zip".into()))
    );
    let bytes = JsFuture::from(sent.array_buffer().expect("a body"))
        .await
        .expect("bytes");
    assert_eq!(js_sys::Uint8Array::new(&bytes).to_vec(), body);
}

#[wasm_bindgen_test]
fn without_a_base_the_server_is_where_the_page_is() {
    let page = js_sys::global().unchecked_into::<js_sys::Object>();
    let location = Reflect::get(&page, &"location".into()).expect("a page has a location");
    let origin = Reflect::get(&location, &"origin".into()).expect("an origin");
    let origin = origin.as_string().expect("a text");
    for (base, wanted) in [
        ("", "/data"),
        ("/xnat", "/xnat/data"),
        ("/xnat/", "/xnat/data"),
    ] {
        let address = Fetch::new(base).address(&get());
        assert_eq!(
            address,
            Some(format!("{origin}{wanted}/prearchive?format=json"))
        );
    }
}
