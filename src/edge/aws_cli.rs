//! Asks AWS, through the installed AWS CLI, so that every kind of credentials works.
#![expect(
    clippy::disallowed_methods,
    reason = "this module starts the AWS CLI; nothing else asks AWS"
)]

use std::{
    ffi::OsString,
    io,
    process::{Child, Command, Stdio},
};

use crate::aws::caller::{Reply, Run};

/// Runs the AWS CLI with a question, and asks for its version meanwhile.
///
/// It may ask for an MFA code on the terminal, so its input is the person's.
pub(crate) fn ask(question: &[OsString]) -> Reply {
    let (answer, version) = match (start(question), start(&["--version".into()])) {
        (Ok(answer), Ok(version)) => (answer, version),
        (Err(error), _) | (_, Err(error)) => return unstartable(&error),
    };
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    match (answer.wait_with_output(), version.wait_with_output()) {
        (Ok(answer), Ok(version)) => {
            // The oldest AWS CLIs write their version to stderr.
            let version = [version.stdout, version.stderr].concat();
            Reply::Ran(Run {
                version: text(version),
                succeeded: answer.status.success(),
                stdout: text(answer.stdout),
                stderr: text(answer.stderr),
            })
        }
        _ => Reply::Missing,
    }
}

fn unstartable(error: &io::Error) -> Reply {
    if error.kind() == io::ErrorKind::NotFound {
        return Reply::Missing;
    }
    Reply::Ran(Run {
        version: String::new(),
        succeeded: false,
        stdout: String::new(),
        stderr: format!("it could not be started: {error}"),
    })
}

fn start(arguments: &[OsString]) -> io::Result<Child> {
    Command::new("aws")
        .args(arguments)
        // A pager or a prompt of the AWS CLI's own would wait for somebody.
        .env("AWS_PAGER", "")
        .env("AWS_CLI_AUTO_PROMPT", "off")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
}
