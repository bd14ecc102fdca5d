//! The verdict for every job and every state of the rows.

use prearchive_core::archiving::Overwrite;

use super::*;

fn row(status: &str) -> Row {
    let address = Address {
        project: "P".into(),
        timestamp: "t".into(),
        folder: "s".into(),
    };
    (!status.is_empty()).then(|| Box::new(Session::new(address, status.into())))
}

#[test]
fn rows_tell_whether_the_job_is_done() {
    let (archive, go) = (Job::Archive(Overwrite::None), Job::Move("Q".into()));
    let (rebuild, delete) = (Job::Rebuild, Job::Delete);
    let met = |status| Verdict::Met(row(status));
    let working = |status| Verdict::Working(row(status));
    let unmet = |kind, status| Verdict::Unmet(kind, row(status));
    use FailureKind::{Conflict, NotFound, ServerError};
    for (job, source, target, wanted) in [
        (&archive, "", "", met("")),
        (&archive, "_ARCHIVING", "", working("_ARCHIVING")),
        (&archive, "CONFLICT", "", unmet(Conflict, "CONFLICT")),
        (&archive, "ERROR", "", unmet(ServerError, "ERROR")),
        (&archive, "_MOVING", "", unmet(Conflict, "_MOVING")),
        (&go, "QUEUED_MOVING", "", working("QUEUED_MOVING")),
        (&go, "_MOVING", "", working("_MOVING")),
        (&go, "", "", working("")),
        (&go, "", "_BUILDING", working("_BUILDING")),
        (&go, "", "READY", met("READY")),
        (&go, "", "CONFLICT", met("CONFLICT")),
        (&go, "READY", "", unmet(Conflict, "READY")),
        (&rebuild, "QUEUED_BUILDING", "", working("QUEUED_BUILDING")),
        (&rebuild, "READY", "", met("READY")),
        (&rebuild, "ERROR", "", unmet(ServerError, "ERROR")),
        (&rebuild, "_DELETING", "", unmet(Conflict, "_DELETING")),
        (&rebuild, "", "", unmet(NotFound, "")),
        (&delete, "", "", met("")),
        (&delete, "DELETING", "", working("DELETING")),
        (&delete, "_ARCHIVING", "", unmet(Conflict, "_ARCHIVING")),
        (&delete, "READY", "", unmet(Conflict, "READY")),
    ] {
        let verdict = judge(job, row(source), row(target));
        assert_eq!(verdict, wanted, "{job:?} {source:?} {target:?}");
    }
}
