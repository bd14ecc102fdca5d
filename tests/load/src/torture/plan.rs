//! What a client does next: drawn at random, aimed at sessions that others are working on too.

use super::ledger::{Fresh, Label, Ledger, Place};
use super::request::{Plan, archive_place, archiving, change, effect, import, moved};
use crate::films::{Film, Numbers};
use crate::random::Random;

/// Projects whose sessions wait for somebody.
pub(crate) const MANUAL: [&str; 3] = ["TA", "TB", "TC"];
/// The project that archives what arrives.
pub(crate) const AUTOMATIC: &str = "TD";

/// What there is to do, and how often in a hundred times or so.
const ACTIONS: [(usize, Action); 16] = [
    (16, Action::Import),
    (6, Action::ImportMore),
    (4, Action::ImportAutomatic),
    (4, Action::ImportStudy),
    (14, Action::Push),
    (10, Action::Append),
    (7, Action::Move),
    (7, Action::MoveSeveral),
    (9, Action::Archive),
    (5, Action::ArchiveSeveral),
    (5, Action::Delete),
    (4, Action::DeleteSeveral),
    (5, Action::DeleteScan),
    (4, Action::Rebuild),
    (4, Action::Build),
    (4, Action::Commit),
];

#[derive(Clone, Copy)]
enum Action {
    Import,
    ImportMore,
    ImportAutomatic,
    ImportStudy,
    Push,
    Append,
    Move,
    MoveSeveral,
    Archive,
    ArchiveSeveral,
    Delete,
    DeleteSeveral,
    DeleteScan,
    Rebuild,
    Build,
    Commit,
}

/// Draws the next request; `None` if what it would be about is not there yet.
pub(crate) fn plan(
    ledger: &mut Ledger,
    films: &[Film],
    random: &mut Random,
    thread: usize,
) -> Option<Plan> {
    let total = ACTIONS.iter().map(|(weight, _)| weight).sum();
    let mut drawn = random.below(total);
    let action = ACTIONS.iter().find(|(weight, _)| {
        let here = drawn < *weight;
        drawn = drawn.saturating_sub(*weight);
        here
    });
    let mut planner = Planner {
        ledger,
        films,
        random,
    };
    let mut plan = planner.plan(action?.1)?;
    plan.operation.thread = thread;
    Some(plan)
}

struct Planner<'a> {
    ledger: &'a mut Ledger,
    films: &'a [Film],
    random: &'a mut Random,
}

impl Planner<'_> {
    fn plan(&mut self, action: Action) -> Option<Plan> {
        match action {
            Action::Import => {
                let project = self.project_or_unassigned();
                let label = self.new_label();
                self.import("SI", &project, &label, "")
            }
            // More scans of a study that is archived already, to be merged.
            Action::ImportMore => {
                let archived = self.random.pick(&self.ledger.archived)?.clone();
                let (project, label) = archived.split_once('/')?;
                let project = Some(project).filter(|project| *project != AUTOMATIC)?;
                self.import("SI", project, label, "")
            }
            Action::ImportAutomatic => {
                let label = self.new_label();
                self.import("SI", AUTOMATIC, &label, "")
            }
            Action::ImportStudy => {
                let project = self.project_or_unassigned();
                let label = self.new_label();
                let commit = if self.random.chance(50) {
                    "&action=commit"
                } else {
                    ""
                };
                self.import("DICOM-zip", &project, &label, commit)
            }
            Action::Push => self.push(),
            Action::Append => self.append(),
            Action::Move => self.move_one(),
            Action::MoveSeveral => {
                let project = *self.random.pick(&MANUAL)?;
                self.batch(
                    "batch move",
                    "move",
                    &format!("&newProject={project}"),
                    |a| Some(Place::Prearchive(moved(a, project))),
                )
            }
            Action::Archive => self.archive(),
            Action::ArchiveSeveral => self.archive_several(),
            Action::Delete => {
                let address = self.session()?;
                let path = format!("/data/prearchive/projects/{address}");
                let effects = vec![effect(&address, Place::Cache)];
                Some(change("delete", "DELETE", path, effects))
            }
            Action::DeleteSeveral => {
                self.batch("batch delete", "delete", "", |_| Some(Place::Cache))
            }
            Action::DeleteScan => {
                let (address, scan) = self.scan()?;
                let path = format!("/data/prearchive/projects/{address}/scans/{scan}");
                let mut effect = effect(&address, Place::Cache);
                effect.scan = Some(scan);
                Some(change("delete scan", "DELETE", path, vec![effect]))
            }
            Action::Rebuild => self.batch("rebuild", "rebuild", "", |_| None),
            Action::Build => {
                let address = self.session()?;
                let path = format!("/data/prearchive/projects/{address}?action=build");
                let mut plan = change("build", "POST", path, Vec::new());
                plan.operation.touches.push(Place::Prearchive(address));
                Some(plan)
            }
            Action::Commit => {
                let address = self.session()?;
                let archives = if self.random.chance(50) {
                    "&AA=true"
                } else {
                    ""
                };
                let path = format!("/data/prearchive/projects/{address}?action=commit{archives}");
                let effects = vec![effect(&address, archive_place(&address, None))];
                Some(change("commit", "POST", path, effects))
            }
        }
    }

    fn project_or_unassigned(&mut self) -> String {
        if self.random.chance(10) {
            return "Unassigned".into();
        }
        self.random
            .pick(&MANUAL)
            .copied()
            .unwrap_or_default()
            .into()
    }

    /// A session, rather one of the latest, so that several clients meet.
    fn session(&mut self) -> Option<String> {
        let all = &self.ledger.sessions;
        let latest = &all[all.len().saturating_sub(6)..];
        let from = if self.random.chance(50) { latest } else { all };
        self.random.pick(from).cloned()
    }

    /// A session and a scan that it had when the server last was at rest.
    fn scan(&mut self) -> Option<(String, String)> {
        let there = self
            .ledger
            .files
            .iter()
            .filter_map(|file| match &file.rest {
                Some((Place::Prearchive(address), Some(scan))) => {
                    Some((address.clone(), scan.clone()))
                }
                _ => None,
            });
        let there: Vec<(String, String)> = there.collect();
        self.random.pick(&there).cloned()
    }

    /// A new label, and with it a new study.
    fn new_label(&mut self) -> String {
        let number = self.ledger.number();
        let label = format!("S{}-{number}", number % 17);
        let group = self.random.pick(self.films).map(|film| film.group.clone());
        let known = Label {
            group: group.unwrap_or_default(),
            study: number,
        };
        self.ledger.labels.insert(label.clone(), known);
        label
    }

    /// New files of a label's study, in one or two new series.
    fn files(&mut self, label: &str, most: usize) -> Option<Vec<Fresh>> {
        let known = self.ledger.labels.get(label)?.clone();
        let group: Vec<&Film> = self
            .films
            .iter()
            .filter(|film| film.group == known.group)
            .collect();
        let mut series = self.ledger.number();
        // Names that others have too meet in the archive, and in sessions that files are added to.
        let plain = self.random.chance(15);
        let mut files = Vec::new();
        for index in 0..=self.random.below(most) {
            if self.random.chance(25) {
                series = self.ledger.number();
            }
            let instance = self.ledger.number();
            let film = self.random.pick(&group)?;
            let name = if plain {
                format!("{index:06}.dcm")
            } else {
                format!("file-{instance}.dcm")
            };
            let numbers = Numbers {
                study: known.study,
                series,
                instance,
            };
            files.push((name, film.copy(numbers)));
        }
        Some(files)
    }

    fn import(&mut self, handler: &str, project: &str, label: &str, more: &str) -> Option<Plan> {
        let files = self.files(label, 6)?;
        let dest = match project {
            AUTOMATIC => format!("project={AUTOMATIC}"),
            project => format!("dest=/prearchive/projects/{project}"),
        };
        let subject = Label::subject(label);
        let path = format!(
            "/data/services/import?import-handler={handler}&{dest}&subject={subject}&session={label}{more}"
        );
        import("import", path, files)
    }

    /// One file from a scanner; several clients send files of the same study.
    fn push(&mut self) -> Option<Plan> {
        if self.ledger.pushes.len() < 2 || self.random.chance(10) {
            let push = (
                self.random.pick(&MANUAL).copied()?.to_owned(),
                self.new_label(),
            );
            self.ledger.pushes.insert(0, push);
            self.ledger.pushes.truncate(2);
        }
        let (project, label) = self.random.pick(&self.ledger.pushes)?.clone();
        let mut files = self.files(&label, 1)?;
        let subject = Label::subject(&label);
        let path = format!(
            "/data/services/import?import-handler=gradual-DICOM&inbody=true\
             &dest=/prearchive/projects/{project}&subject={subject}&session={label}"
        );
        let body = files.first()?.1.clone();
        files.truncate(1);
        let mut plan = import("push", path, files)?;
        plan.kind = "application/dicom";
        plan.body = body;
        Some(plan)
    }

    /// An upload to an address that is taken.
    fn append(&mut self) -> Option<Plan> {
        let address = self.session()?;
        let label = address.rsplit('/').next()?;
        let files = self.files(label, 4)?;
        let overwrite = match self.random.below(10) {
            0 => "",
            1 => "&overwrite=delete",
            _ => "&overwrite=append",
        };
        let subject = Label::subject(label);
        let path = format!(
            "/data/services/import?import-handler=SI&dest=/prearchive/projects/{address}&subject={subject}{overwrite}"
        );
        let mut plan = import("append", path, files)?;
        if overwrite.ends_with("delete") {
            plan.operation.effects.push(effect(&address, Place::Cache));
        }
        plan.operation.touches.push(Place::Prearchive(address));
        Some(plan)
    }

    fn move_one(&mut self) -> Option<Plan> {
        let address = self.session()?;
        let project = *self.random.pick(&MANUAL)?;
        let place = Place::Prearchive(moved(&address, project));
        let path = format!("/data/prearchive/projects/{address}?action=move&newProject={project}");
        Some(change("move", "POST", path, vec![effect(&address, place)]))
    }

    /// One session, sometimes into another that is archived.
    fn archive(&mut self) -> Option<Plan> {
        let address = self.session()?;
        let overwrite = self.overwrite();
        let mut path =
            format!("/data/services/archive?src=/prearchive/projects/{address}{overwrite}");
        let mut place = archive_place(&address, None);
        let project = address.split('/').next()?;
        if self.random.chance(20)
            && let Some(archived) = self.random.pick(&self.ledger.archived).cloned()
            && let Some((_, label)) = archived.split_once('/').filter(|(p, _)| *p == project)
        {
            path.push_str(&format!(
                "&session={label}&subject={}",
                Label::subject(label)
            ));
            place = archive_place(&address, Some(label));
        }
        let effects = archiving(&address, place, overwrite);
        Some(change("archive", "POST", path, effects))
    }

    fn archive_several(&mut self) -> Option<Plan> {
        let overwrite = self.overwrite();
        let addresses = [self.session()?, self.session()?, self.session()?];
        let mut path = format!("/data/services/archive?format=json{overwrite}");
        let mut effects = Vec::new();
        for address in &addresses {
            path.push_str(&format!("&src=/prearchive/projects/{address}"));
            effects.extend(archiving(address, archive_place(address, None), overwrite));
        }
        Some(change("batch archive", "POST", path, effects))
    }

    fn overwrite(&mut self) -> &'static str {
        match self.random.below(10) {
            0 | 1 => "&overwrite=append",
            2 => "&overwrite=delete",
            _ => "",
        }
    }

    fn batch(
        &mut self,
        kind: &'static str,
        service: &str,
        more: &str,
        to: impl Fn(&str) -> Option<Place>,
    ) -> Option<Plan> {
        let mut path = format!("/data/services/prearchive/{service}?format=json{more}");
        let (mut effects, mut touches) = (Vec::new(), Vec::new());
        for _ in 0..=self.random.below(3) {
            let address = self.session()?;
            path.push_str(&format!("&src=/prearchive/projects/{address}"));
            effects.extend(to(&address).map(|place| effect(&address, place)));
            touches.push(Place::Prearchive(address));
        }
        let mut plan = change(kind, "POST", path, effects);
        plan.operation.touches.extend(touches);
        Some(plan)
    }
}
