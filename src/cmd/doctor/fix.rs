//! `awsprompt doctor --fix`: files that others may read are made readable by their owner alone.
//! Nothing else is ever changed, and no symbolic link is followed.

use std::path::Path;

use super::{Host, Outcome, Permissions, files};
use crate::cli;
use crate::cmd::{FilesTask, Task};
use crate::error::{Error, Status};
use crate::printable::{printable, short_path};

pub(super) fn plan(arguments: &cli::DoctorArguments, host: &Host, home: Option<&Path>) -> Outcome {
    let open: Vec<_> = files::open_files(host).collect();
    if open.is_empty() {
        return Outcome::Answer("No file is readable by others; there is nothing to fix.\n".into());
    }
    let line = |file: &&Permissions| {
        let path = short_path(&file.path, home);
        match &file.linked {
            None => format!("chmod 600 {path}  (now {:04o})\n", file.mode & 0o7777),
            Some(linked) => {
                let command = files::chmod(linked);
                let command = printable(&command);
                format!("unchanged {path}: it is behind a symbolic link\n    -> {command}\n")
            }
        }
    };
    let plan = open.iter().map(line).collect();
    let own: Vec<_> = open.iter().filter(|file| file.linked.is_none()).collect();
    if own.is_empty() {
        let note = Error::failed("nothing changed: symbolic links are not followed").to_string();
        return Outcome::Report { answer: plan, note, status: Status::Failed };
    }
    let asks = !arguments.yes;
    if asks && !host.person.can_choose {
        return Outcome::unconfirmed(plan, "awsprompt doctor --fix --yes");
    }
    let files = own.into_iter().map(|file| file.path.clone()).collect();
    Outcome::OnFiles(FilesTask { task: Task::MakePrivate, files, plan, asks })
}
