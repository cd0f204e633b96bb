//! The table of checked settings against the resolver and against `docs/guide/src/resolution.md`.
//! What the real clients did is in `tests/cases/settings.json`.

use super::checked::{Accepted, CHECKED, CheckedSetting};
use super::{is_looked_at, is_looked_at_here};
use crate::aws::cause::Cause;
use crate::aws::client::Client;
use crate::aws::situation::{KEYS, Situation};

impl Accepted {
    /// A value that is not accepted, and one that is; lines of a file, which begin after the `=`.
    fn examples(self) -> [String; 2] {
        let text = |text: &str| text.to_owned();
        match self {
            Self::Words(words) | Self::WordsInAnyCase(words) => {
                [text("nope"), text(words.last().unwrap())]
            }
            Self::Integer => [text("1.5"), text("-1")],
            Self::IntegerFrom(least, _) => [(least - 1).to_string(), least.to_string()],
            Self::Url => [text("localhost"), text("http://localhost")],
            Self::Path => [text(" "), text("/ca.pem")],
            Self::Encoding => [text("utf-9"), text("UTF8")],
            Self::OneLine => [text("\n  x = y"), text("x")],
            Self::Block => [text("x"), text("\n  x = y")],
        }
    }
}

impl CheckedSetting {
    /// Returns the settings that the client reads besides, and the line of this one.
    fn line(&self, value: &str) -> String {
        let key = self.key.unwrap_or_default();
        let other = if key == "csm_port" { "csm_enabled = true\n" } else { "" };
        match self.block {
            Some(block) => format!("{block} =\n  {key} = {value}\n"),
            None => format!("{other}{key} = {value}\n"),
        }
    }
}

/// Tells whether a client refuses a setting by this name.
fn refuses(client: Client, situation: Situation<'_>, name: &str) -> bool {
    let failure = situation.resolve(client).failure;
    failure.is_some_and(
        |failure| matches!(*failure.cause, Cause::UnusableSetting { name: it, .. } if it == name),
    )
}

#[test]
fn each_setting_stops_the_clients_of_its_row_and_no_others() {
    for checked in &CHECKED {
        let refusing = |wanted: Option<&str>, client: &Client| {
            let same = |other: &&CheckedSetting| match wanted {
                Some(_) => other.variable == checked.variable,
                None => other.key == checked.key && other.block == checked.block,
            };
            CHECKED.iter().filter(same).any(|other| other.refused_by.contains(client))
        };
        let [wrong, right] = checked.accepted.examples();
        for client in Client::ALL {
            for (value, is_wrong) in [(&wrong, true), (&right, false)] {
                if let Some(key) = checked.key {
                    let config = &format!("[default]\n{KEYS}{}", checked.line(value));
                    let situation = Situation { config, ..Situation::default() };
                    let expected = is_wrong && refusing(None, &client);
                    assert_eq!(refuses(client, situation, key), expected, "{client:?}: {config}");
                }
                if let Some(variable) = checked.variable
                    && !value.starts_with('\n')
                {
                    let config = &format!("[default]\n{KEYS}");
                    let variables = &[(variable, value.as_str()), ("AWS_CSM_ENABLED", "true")];
                    let situation = Situation { config, variables, ..Situation::default() };
                    let expected = is_wrong && refusing(Some(variable), &client);
                    let name = format!("{client:?}: {variable}={value}");
                    assert_eq!(refuses(client, situation, variable), expected, "{name}");
                }
            }
        }
    }
}

#[test]
fn what_is_looked_at_at_every_prompt_is_what_the_table_has() {
    let others = ["region", "output", "role_arn", "sso_session", "aws_access_key_id", ""];
    assert!(others.iter().all(|key| !is_looked_at(key)));
    assert!(["AWS_PROFILE", "AWS_REGION", "PATH"].iter().all(|name| !is_looked_at_here(name)));
    for checked in &CHECKED {
        assert!(checked.block.or(checked.key).is_none_or(is_looked_at));
        assert!(checked.variable.is_none_or(is_looked_at_here));
    }
}

#[test]
fn a_variable_goes_before_its_key() {
    let config = &format!("[default]\n{KEYS}retry_mode = nope\n");
    let wrong = Situation { config, ..Situation::default() };
    let right = Situation { variables: &[("AWS_RETRY_MODE", "standard")], ..wrong };
    assert!(refuses(Client::AwsCliV2, wrong, "retry_mode"));
    assert!(!refuses(Client::AwsCliV2, right, "retry_mode"));
}

/// Measured with AWS CLI 2.36.7 and 1.46.3 and botocore 1.44.8 (rule 7.41).
#[test]
fn a_damaged_file_of_regions_stops_the_python_clients() {
    const ENDPOINTS: &str = ".aws/models/endpoints.json";
    const PARTITIONS: &str = ".aws/models/partitions.json";
    let elsewhere = ("AWS_ENDPOINT_URL", "http://localhost:4566");
    let data = ("AWS_DATA_PATH", "/d:~/data");
    let rows = [
        (vec![(ENDPOINTS, "x")], vec![elsewhere], false),
        (vec![(ENDPOINTS, "{}")], vec![elsewhere], false),
        (vec![(ENDPOINTS, r#"{"partitions": 3}"#)], vec![], false),
        (vec![(ENDPOINTS, r#"{"partitions": []}"#)], vec![], true),
        (vec![(PARTITIONS, "")], vec![elsewhere], false),
        (vec![(PARTITIONS, r#"{"partitions": []}"#)], vec![], false),
        (vec![(PARTITIONS, "{}")], vec![elsewhere], true),
        (vec![(PARTITIONS, r#"{"partitions": [{}]}"#)], vec![], true),
        (vec![("data/endpoints.json", "x")], vec![data], false),
        (
            vec![("data/endpoints.json", r#"{"partitions": []}"#), (ENDPOINTS, "x")],
            vec![data],
            true,
        ),
        (vec![(".aws/models/cli.json", "x")], vec![], true),
    ];
    let config = &format!("[default]\nregion = us-east-1\n{KEYS}");
    for (files, variables, works) in &rows {
        let situation = Situation { config, variables, files, ..Situation::default() };
        for client in [Client::AwsCliV2, Client::AwsCliV1, Client::Boto3] {
            assert_eq!(situation.resolve(client).is_ok(), *works, "{client:?}: {files:?}");
        }
        assert!(situation.resolve(Client::RustSdk).is_ok(), "{files:?}");
    }
}

/// The table of rule 7.19 has a row for each, in the same order.
#[test]
fn the_document_lists_the_settings() {
    let document = include_str!("../../../docs/guide/src/resolution.md");
    let begin = "| key | variable | accepted | refused by |";
    let table = document.split(begin).nth(1).unwrap().lines().skip(2);
    let documented: Vec<_> = table.take_while(|line| line.starts_with('|')).collect();
    let rows = CHECKED.iter().map(|checked| {
        let code = |name: Option<&str>| name.map_or("–".to_owned(), |name| format!("`{name}`"));
        let key = match (checked.block, checked.key) {
            (Some(block), Some(key)) => format!("`{key}` in `{block}`"),
            (_, key) => code(key),
        };
        let clients = checked.refused_by.iter().map(|client| match client {
            Client::AwsCliV2 => "v2",
            Client::AwsCliV1 => "v1",
            Client::JsSdk => "js",
            other => other.name(),
        });
        let clients: Vec<_> = clients.collect();
        let case = match checked.accepted {
            Accepted::WordsInAnyCase(_) => ", in any case",
            _ => "",
        };
        format!(
            "| {key} | {} | {}{case} | {} |",
            code(checked.variable),
            checked.accepted.in_words(),
            clients.join(" "),
        )
    });
    let rows: Vec<_> = rows.collect();
    assert_eq!(documented, rows, "\n{}", rows.join("\n"));
}

#[test]
fn endpoints_and_services_stop_the_python_clients() {
    const PLAIN: &str = "static 111111111111";
    let bad = ("AWS_ENDPOINT_URL", "localhost:4566");
    let of_s3 = ("AWS_ENDPOINT_URL_S3", "http://localhost:9000");
    let in_small_letters = ("AWS_ENDPOINT_URL_s3", "http://localhost:9000");
    let rows = [
        ("endpoint_url = localhost:4566\n", vec![], false),
        ("endpoint_url = http://localhost:4566\n", vec![], true),
        ("endpoint_url =\n", vec![], true),
        ("", vec![bad], false),
        // The commands of one service would still work.
        ("", vec![bad, of_s3], true),
        ("", vec![bad, in_small_letters], false),
        ("endpoint_url = nope\n", vec![of_s3], true),
        ("endpoint_url = nope\nservices = s\n", vec![], true),
        ("", vec![bad, ("AWS_ENDPOINT_URL_S3", "nope")], false),
        ("", vec![bad, ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")], true),
        ("ignore_configured_endpoint_urls = true\nendpoint_url = x\n", vec![], true),
        ("endpoint_url = x\n", vec![("AWS_ENDPOINT_URL", "http://localhost")], true),
        ("services = nope\n", vec![], false),
        ("services = empty\n", vec![], false),
        ("services = s\n", vec![], true),
        ("services = nope\n", vec![("AWS_ENDPOINT_URL", "http://localhost")], true),
    ];
    for (line, variables, is_ok) in rows {
        let services = "[services empty]\n[services s]\ns3 =\n  endpoint_url = http://localhost\n";
        let config = &format!("[default]\n{KEYS}{line}{services}");
        let situation = Situation { config, variables: &variables, ..Situation::default() };
        for client in [Client::AwsCliV2, Client::AwsCliV1, Client::Boto3] {
            let expected = if is_ok { PLAIN } else { "invalid-config" };
            assert_eq!(situation.outcome_of(client), expected, "{client:?} {variables:?} {line}");
        }
        assert_eq!(situation.outcome_of(Client::RustSdk), PLAIN);
    }
}

#[test]
fn aliases_stop_the_aws_cli_alone() {
    let rows = [
        ("[toplevel]\nx = sts\n", true),
        ("", true),
        ("[toplevel]\nx =\n  junk\n", true),
        ("[toplevel]\nx = \"sts\n", true),
        ("x = sts\n", false),
        ("[toplevel]\nx = sts\nx = s3\n", false),
        ("[toplevel]\n[toplevel]\n", false),
        ("\u{feff}[toplevel]\nx = sts\n", false),
        ("[toplevel]\njunk\n", false),
    ];
    let config = &format!("[default]\n{KEYS}");
    for (text, is_ok) in rows {
        let files = &[(".aws/cli/alias", text)];
        let situation = Situation { config, files, ..Situation::default() };
        for client in Client::ALL {
            let reads = matches!(client, Client::AwsCliV2 | Client::AwsCliV1);
            let is_stopped = situation.outcome_of(client) == "invalid-config";
            assert_eq!(is_stopped, reads && !is_ok, "{client:?}: {text:?}");
        }
    }
}
