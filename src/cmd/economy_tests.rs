//! How many clients a command resolves: none twice.

use clap::Parser;

use super::{prompt, switch};
use crate::aws::sample::SampleMachine;
use crate::aws::{Client, RESOLVED};
use crate::cli::{Cli, CliCommand};
use crate::prompt::Settings;

const TOKEN: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
const CONFIG: &str = "\
[sso-session corp]
sso_start_url = https://x
sso_region = us-east-1
[profile sso]
sso_session = corp
sso_account_id = 444444444444
sso_role_name = Admin
region = us-east-1
[profile deploy]
role_arn = arn:aws:iam::555555555555:role/Deploy
source_profile = sso
region = us-east-1
";

/// Runs a command on a machine with a role on an SSO session, and returns what it resolved.
fn resolved(variables: &[(&'static str, &'static str)], arguments: &[&str]) -> Vec<Client> {
    let token = r#"{"accessToken": "t", "expiresAt": "2099-01-01T00:00:00Z"}"#;
    let machine = SampleMachine {
        variables: variables.to_vec(),
        config: CONFIG.to_owned(),
        files: vec![(TOKEN.into(), token)],
        ..SampleMachine::default()
    };
    let settings = Settings::default();
    RESOLVED.take();
    let answer = machine.ask(|facts| {
        match Cli::try_parse_from([&["awsprompt"], arguments].concat()).unwrap().command {
            CliCommand::Prompt(arguments) => {
                format!("{:?}", prompt::run(&arguments, facts, &settings, String::new))
            }
            CliCommand::Switch(arguments) => {
                let person = super::Person { can_choose: true, ..super::Person::default() };
                format!(
                    "{:?}",
                    switch::run(&arguments, &[], facts, &settings, person, &|_| Ok(None))
                )
            }
            command => panic!("{command:?}"),
        }
    });
    let is_off = variables.contains(&("AWSPROMPT", "off"));
    assert_eq!(answer.contains("555555555555"), !is_off, "{answer}");
    RESOLVED.take()
}

#[test]
fn a_prompt_resolves_each_client_once() {
    let mut clients = resolved(&[("AWS_PROFILE", "deploy")], &["prompt"]);
    let count = clients.len();
    clients.sort_unstable_by_key(|client| client.name());
    clients.dedup();
    assert_eq!(clients.len(), count, "{clients:?}");
}

#[test]
fn a_prompt_that_is_off_resolves_nothing() {
    let variables = [("AWS_PROFILE", "deploy"), ("AWSPROMPT", "off")];
    assert_eq!(resolved(&variables, &["prompt"]), []);
}

#[test]
fn a_switch_resolves_the_states_before_and_after_it() {
    let clients = resolved(&[], &["switch", "--shell", "zsh", "deploy"]);
    assert!(clients.len() <= 5, "{clients:?}");
    let ours = clients.iter().filter(|client| **client == Client::AwsCliV2).count();
    assert_eq!(ours, 2, "{clients:?}");
}
