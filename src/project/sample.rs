//! A project that exists only in memory: for tests and for fuzzing.

use super::{
    ProjectBounds, ProjectFiles, ProjectQuestion, ResolvedTarget, Tool, starting_directory, targets,
};
use crate::aws::Flags;
use crate::aws::sample::SampleMachine;

/// The profiles of most samples, of which the environment chooses `dev`.
pub(crate) const DEV_AND_PROD: &str = "\
[profile dev]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Admin
region = eu-west-1
[profile prod]
sso_session = corp
sso_account_id = 999988887777
sso_role_name = Admin
region = us-east-1
[profile keys]
credential_process = keys
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = us-east-1
";

/// Returns what a line of a tool will use on a machine.
#[expect(clippy::expect_used, reason = "a line of a test names a tool")]
pub(crate) fn answers(machine: &SampleMachine<'_>, line: &str) -> Vec<ResolvedTarget> {
    let mut words = line.split_whitespace();
    let program = words.next().unwrap_or_default();
    let tool = Tool::ALL.into_iter().find(|tool| tool.programs().contains(&program));
    let tool = tool.expect("the line begins with the name of a tool");
    let words: Vec<&str> = words.collect();
    let directory = starting_directory(tool, &words);
    machine.ask(|facts| {
        let files = ProjectFiles::new(facts.lookup, ProjectBounds::OF_COMMAND);
        let question = ProjectQuestion { tool, directory: &directory, words: &words, facts, files };
        targets(&question, tool.client(), &Flags::default())
    })
}
