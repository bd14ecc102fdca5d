//! What the client writes is what the engine reads: for every call there is.
#![cfg(not(target_arch = "wasm32"))]

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use futures::executor::block_on;
use prearchive_client::{Client, Direct};
use prearchive_core::address::{Address, is_folder_name};
use prearchive_core::archiving::{ArchiveRequest, Archived, Overwrite};
use prearchive_core::calls::{Call, ROUTES, UploadLabels};
use prearchive_core::code::PrearchiveCode;
use prearchive_core::http::{Request, Response};
use prearchive_core::importing::{Destination, Handler, ImportRequest};
use prearchive_core::inside::{DumpRequest, ResourceFile, ScanFile};
use prearchive_core::project::{Project, ProjectFilter};
use proptest::option;
use proptest::prelude::*;

/// Names as people give them: with blanks, percent signs, ampersands and letters of any script.
fn name() -> BoxedStrategy<String> {
    prop_oneof![
        "[A-Za-z0-9_]{1,8}",
        "[ -~]{1,8}",
        "\\PC{1,6}",
        Just("50% & more".to_owned()),
        Just("a+b=c?d#e".to_owned()),
        Just("%2F".to_owned()),
        Just("Grüße".to_owned()),
    ]
    .prop_filter("a folder's name", |text| {
        is_folder_name(text) && text.trim() == text
    })
    // Strategies are values as large as all that they choose from: on the heap they fit any stack.
    .boxed()
}

fn project() -> impl Strategy<Value = Project> {
    prop_oneof![
        1 => Just(Project::Unassigned),
        3 => name().prop_map(|text| Project::from(text.as_str())),
    ]
}

/// A project in a listing's path, where a comma separates.
fn listed() -> impl Strategy<Value = Project> {
    project().prop_filter("no comma", |project| !project.as_str().contains(','))
}

fn address() -> impl Strategy<Value = Address> {
    (project(), name(), name()).prop_map(|(project, timestamp, folder)| Address {
        project,
        timestamp,
        folder,
    })
}

fn sources() -> impl Strategy<Value = Vec<Address>> {
    prop::collection::vec(address(), 1..4)
}

fn overwrite() -> impl Strategy<Value = Overwrite> {
    prop_oneof![
        Just(Overwrite::None),
        Just(Overwrite::Append),
        Just(Overwrite::Delete)
    ]
}

prop_compose! {
    fn upload()(
        visit in option::of(name()),
        protocol in option::of(name()),
        timezone in option::of(name()),
        source in option::of(name()),
    ) -> UploadLabels {
        UploadLabels { visit, protocol, timezone, source }
    }
}

/// An XML path and its value.
fn field() -> impl Strategy<Value = (String, String)> {
    (
        "(xnat:mrSessionData|xnat:ctSessionData)/(label|note|scans/scan\\[ID=1\\]/type)",
        name(),
    )
}

prop_compose! {
    fn archive()(
        sources in sources(),
        overwrite in overwrite(),
        subject in option::of(name()),
        session in option::of(name()),
        quarantine in any::<Option<bool>>(),
        trigger_pipelines in any::<Option<bool>>(),
        (overwrite_files, redirect) in any::<(bool, bool)>(),
        listener in option::of(name()),
        fields in prop::collection::vec(field(), 0..3),
    ) -> ArchiveRequest {
        ArchiveRequest {
            sources, overwrite, subject, session, quarantine, trigger_pipelines, overwrite_files,
            redirect, listener, fields,
        }
    }
}

fn destination() -> impl Strategy<Value = Destination> {
    prop_oneof![
        Just(Destination::Unsaid),
        Just(Destination::Prearchive),
        project().prop_map(Destination::Project),
        address().prop_map(Destination::Session),
        (name(), option::of((name(), option::of(name())))).prop_map(|(project, rest)| {
            let (subject, session) = match rest {
                None => (None, None),
                Some((subject, session)) => (Some(subject), session),
            };
            Destination::Archive {
                project: Some(project),
                subject,
                session,
            }
        }),
    ]
}

fn handler() -> impl Strategy<Value = Handler> {
    prop_oneof![
        Just(Handler::SessionImporter),
        Just(Handler::DicomZip),
        Just(Handler::GradualDicom)
    ]
}

prop_compose! {
    fn import()(
        handler in option::of(handler()),
        destination in destination(),
        (project, subject, session, listener) in
            (option::of(name()), option::of(name()), option::of(name()), option::of(name())),
        upload in upload(),
        stored in option::of((name(), name())),
        (direct, overwrite_files) in any::<(bool, bool)>(),
        (quarantine, trigger_pipelines) in any::<(Option<bool>, Option<bool>)>(),
        overwrite in overwrite(),
        (commit, ignore_unparsable) in any::<(bool, bool)>(),
        (auto_archive, prevent_auto_commit, prevent_anon) in
            any::<(Option<bool>, Option<bool>, Option<bool>)>(),
        body in prop::collection::vec(any::<u8>(), 0..16),
        zip in any::<bool>(),
    ) -> ImportRequest {
        ImportRequest {
            handler, destination, project, subject, session, overwrite, commit, auto_archive,
            ignore_unparsable, prevent_auto_commit, prevent_anon, upload, stored, direct, overwrite_files,
            quarantine, trigger_pipelines, listener, body,
            content_type: if zip { "application/zip" } else { "application/dicom" }.into(),
        }
    }
}

fn filter() -> impl Strategy<Value = ProjectFilter> {
    prop_oneof![
        Just(ProjectFilter::Accessible),
        Just(ProjectFilter::Writable),
        Just(ProjectFilter::Editable)
    ]
}

/// The way to a file, with folders.
fn path() -> impl Strategy<Value = String> {
    prop::collection::vec(name(), 1..4).prop_map(|names| names.join("/"))
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..16)
}

prop_compose! {
    fn resource_file()(address in address(), resource in name(), path in path()) -> ResourceFile {
        ResourceFile { address, resource, path }
    }
}

/// A name that `src` can carry: no folder of an address is called `scans`.
fn dump() -> impl Strategy<Value = DumpRequest> {
    (
        address(),
        option::of((name(), option::of(path()))),
        prop::collection::vec("[A-Za-z]{1,12}|[0-9A-F]{8}", 0..3),
        any::<bool>(),
    )
        .prop_map(|(address, inside, fields, summary)| {
            let (scan, file) = match inside {
                None => (None, None),
                Some((scan, file)) => (Some(scan), file),
            };
            DumpRequest {
                address,
                scan,
                file,
                fields,
                summary,
            }
        })
}

fn archived() -> impl Strategy<Value = Archived> {
    (name(), name(), name()).prop_map(|(project, subject, label)| Archived {
        project,
        subject,
        label,
    })
}

fn key() -> impl Strategy<Value = String> {
    name()
}

/// The calls about what is archived, tokens, settings and the site.
fn beside() -> impl Strategy<Value = Call> {
    prop_oneof![
        (name(), path(), body()).prop_map(|(resource, path, body)| Call::PutCacheFile {
            resource,
            path,
            body
        }),
        name().prop_map(|project| Call::Project { project }),
        name().prop_map(|project| Call::Subjects { project }),
        name().prop_map(|project| Call::Experiments { project }),
        archived().prop_map(Call::Experiment),
        archived().prop_map(Call::ExperimentScans),
        (archived(), name())
            .prop_map(|(experiment, scan)| Call::ExperimentResources { experiment, scan }),
        (archived(), name(), name()).prop_map(|(experiment, scan, resource)| {
            Call::ExperimentFiles {
                experiment,
                scan,
                resource,
            }
        }),
        (archived(), name(), name(), path()).prop_map(|(experiment, scan, resource, path)| {
            Call::ExperimentFile {
                experiment,
                scan,
                resource,
                path,
            }
        }),
        Just(Call::Refresh),
        (1..1000_u32).prop_map(|days| Call::Recent { days }),
        key().prop_map(|key| Call::Tracking { key }),
        key().prop_map(|key| Call::TrackingPayload { key }),
        key().prop_map(|key| Call::Progress { key }),
        key().prop_map(|key| Call::ForgetProgress { key }),
        Just(Call::IssueToken),
        name().prop_map(|user| Call::IssueTokenFor { user }),
        Just(Call::ShowTokens),
        (name(), name()).prop_map(|(alias, secret)| Call::ValidateToken {
            alias,
            secret: secret.into()
        }),
        name().prop_map(|alias| Call::InvalidateToken { alias }),
        name().prop_map(|project| Call::QuarantineCode { project }),
        (name(), any::<i64>()).prop_map(|(project, code)| Call::SetQuarantineCode {
            project,
            code: PrearchiveCode(code)
        }),
        name().prop_map(|project| Call::CurrentArc { project }),
        (name(), name()).prop_map(|(project, arc)| Call::SetCurrentArc { project, arc }),
        Just(Call::BuildInfo),
        Just(Call::BuildVersion),
        Just(Call::UserName),
        name().prop_map(|name| Call::User { name }),
        Just(Call::Schemas),
        name().prop_map(|name| Call::Schema { name }),
        Just(Call::SearchElements),
    ]
}

fn inside() -> impl Strategy<Value = Call> {
    prop_oneof![
        address().prop_map(Call::Read),
        (address(), upload()).prop_map(|(address, upload)| Call::Build { address, upload }),
        (
            address(),
            any::<Option<bool>>(),
            upload(),
            option::of(name())
        )
            .prop_map(|(address, auto_archive, upload, listener)| Call::Commit {
                address,
                auto_archive,
                upload,
                listener
            }),
        (address(), name()).prop_map(|(address, status)| Call::SetStatus { address, status }),
        (address(), option::of(name()))
            .prop_map(|(address, tag)| Call::ResetStatus { address, tag }),
        (address(), name()).prop_map(|(address, resource)| Call::ResourceZip { address, resource }),
        (address(), name())
            .prop_map(|(address, resource)| Call::DeleteResource { address, resource }),
        (address(), name())
            .prop_map(|(address, resource)| Call::ResourceFiles { address, resource }),
        resource_file().prop_map(Call::ResourceFile).boxed(),
        (resource_file(), body()).prop_map(|(file, body)| Call::PutResourceFile { file, body }),
        resource_file().prop_map(Call::DeleteResourceFile).boxed(),
        dump().prop_map(Call::DicomDump).boxed(),
        (address(), option::of(project())).prop_map(|(address, new_project)| Call::MoveOne {
            address,
            new_project
        }),
        address().prop_map(Call::DeleteOne),
        address().prop_map(Call::Logs),
        (address(), name()).prop_map(|(address, entry)| Call::Log { address, entry }),
        address().prop_map(Call::SessionResources),
        address().prop_map(Call::Scans),
        (address(), name()).prop_map(|(address, scan)| Call::ScanZip { address, scan }),
        (address(), name()).prop_map(|(address, scan)| Call::DeleteScan { address, scan }),
        (address(), name()).prop_map(|(address, scan)| Call::ScanResources { address, scan }),
        (address(), name(), name()).prop_map(|(address, scan, resource)| Call::Files {
            address,
            scan,
            resource
        }),
        (address(), name(), name(), path()).prop_map(|(address, scan, resource, path)| {
            Call::File(ScanFile {
                address,
                scan,
                resource,
                path,
            })
        }),
    ]
}

fn call() -> impl Strategy<Value = Call> {
    prop_oneof![
        1 => (name(), name()).prop_map(|(username, password)| Call::SignIn {
            username,
            password: password.into()
        }),
        1 => any::<bool>().prop_map(|csrf| Call::Session { csrf }),
        1 => Just(Call::SignOut),
        1 => Just(Call::WhoAmI),
        1 => (filter(), any::<bool>()).prop_map(|(filter, with_code)| Call::Projects { filter, with_code }),
        1 => name().prop_map(|project| Call::PrearchiveCode { project }),
        1 => (name(), any::<i64>())
            .prop_map(|(project, code)| Call::SetPrearchiveCode { project, code: PrearchiveCode(code) }),
        1 => Just(Call::List { projects: vec![] }),
        1 => prop::collection::vec(listed(), 1..4).prop_map(|projects| Call::List { projects }),
        24 => inside().boxed(),
        24 => beside().boxed(),
        1 => (sources(), option::of(project()))
            .prop_map(|(sources, new_project)| Call::Move { sources, new_project }),
        1 => (sources(), any::<bool>())
            .prop_map(|(sources, override_lock)| Call::Rebuild { sources, override_lock }),
        1 => sources().prop_map(|sources| Call::Delete { sources }),
        2 => archive().prop_map(Call::Archive).boxed(),
        1 => archive().prop_map(Call::ValidateArchive).boxed(),
        4 => import().prop_map(Call::Import).boxed(),
    ]
}

/// Sends a call with the client, and returns what came out at the other end of the wire.
fn sent(call: &Call) -> Request {
    let caught = Rc::new(RefCell::new(None));
    let catch = Rc::clone(&caught);
    let client = Client::new(Rc::new(Direct::new(move |request: Request| {
        // Before a change the client asks for the CSRF token; the call itself comes last.
        let asks_for_token = request.path == "/data/JSESSION";
        *catch.borrow_mut() = Some(request);
        if asks_for_token {
            Response::new(200, "text/plain", "ID; XNAT_CSRF=token")
        } else {
            Response::empty(418)
        }
    })));
    // The answer is a refusal, which is not what is looked at here.
    let _ = block_on(client.call(call));
    let request: Request = caught.borrow_mut().take().expect("a request");
    // As it goes over the wire: a request line, header fields, a body.
    let mut received = Request::from_target(request.method, &request.target());
    received.headers = request.headers;
    received.body = request.body;
    received
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_the_client_writes_the_engine_reads(call in call()) {
        prop_assert_eq!(Call::read(&sent(&call)), Ok(call));
    }
}

/// The strategy leaves no route out.
#[test]
fn every_route_is_written() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut seen = BTreeSet::new();
    for _ in 0..8000 {
        let call = call().new_tree(&mut runner).expect("a call").current();
        seen.insert(format!("{:?}", call.id()));
    }
    let all: BTreeSet<String> = ROUTES.iter().map(|r| format!("{:?}", r.id)).collect();
    assert_eq!(seen, all);
}
