//! Asks AWS, through the installed AWS CLI, so that every kind of credentials works.
#![expect(
    clippy::disallowed_methods,
    reason = "this module starts the AWS CLI; nothing else asks AWS"
)]

use std::ffi::OsString;
use std::io;
use std::process::{Child, Command, Stdio};

use crate::aws::caller::{Reply, Run};

/// Asks the AWS CLI a question, and meanwhile for its version.
///
/// It inherits stdin, since it may ask for an MFA code.
pub(crate) fn ask(question: &[OsString]) -> Reply {
    match run(question) {
        Ok(run) => Reply::Ran(run),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Reply::Missing,
        Err(error) => {
            let stderr = format!("it could not be started: {error}");
            Reply::Ran(Run { stderr, ..Run::default() })
        }
    }
}

fn run(question: &[OsString]) -> io::Result<Run> {
    let (answer, version) = (start(question)?, start(&["--version".into()])?);
    let (answer, version) = (answer.wait_with_output()?, version.wait_with_output()?);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ok(Run {
        // The oldest AWS CLIs write their version to stderr.
        version: text(&[version.stdout, version.stderr].concat()),
        succeeded: answer.status.success(),
        stdout: text(&answer.stdout),
        stderr: text(&answer.stderr),
    })
}

fn start(arguments: &[OsString]) -> io::Result<Child> {
    Command::new("aws")
        .args(arguments)
        // The AWS CLI's pager and its prompt would wait for input.
        .env("AWS_PAGER", "")
        .env("AWS_CLI_AUTO_PROMPT", "off")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
}
