//! What is archived: projects, subjects, sessions, and what is inside them.

use super::get;
use crate::calls::routes::{Route, RouteId};

const EXPERIMENT: &str = "/projects/{project}/subjects/{subject}/experiments/{label}";

pub(super) const ROUTES: &[Route] = &[
    Route {
        prefix: false,
        ..get(RouteId::Project, "/projects/{project}", "Read a project")
    },
    Route {
        prefix: false,
        ..get(
            RouteId::Subjects,
            "/projects/{project}/subjects",
            "List the subjects of what is archived in a project",
        )
    },
    Route {
        prefix: false,
        ..get(
            RouteId::Experiments,
            "/projects/{project}/experiments",
            "List what is archived in a project",
        )
    },
    Route {
        prefix: false,
        ..get(RouteId::Experiment, EXPERIMENT, "Read an archived session")
    },
    Route {
        prefix: false,
        ..get(
            RouteId::ExperimentScans,
            "/projects/{project}/subjects/{subject}/experiments/{label}/scans",
            "List an archived session's scans",
        )
    },
    Route {
        prefix: false,
        ..get(
            RouteId::ExperimentResources,
            "/projects/{project}/subjects/{subject}/experiments/{label}/scans/{scan}/resources",
            "List the resources of an archived scan",
        )
    },
    get(
        RouteId::ExperimentFiles,
        "/projects/{project}/subjects/{subject}/experiments/{label}/scans/{scan}/resources/{resource}/files",
        "List the files of an archived resource",
    ),
    Route {
        asks: None,
        ..get(
            RouteId::ExperimentFile,
            "/projects/{project}/subjects/{subject}/experiments/{label}/scans/{scan}/resources/{resource}/files/{path...}",
            "Download an archived file",
        )
    },
];
