//! What the program in `exec`, which gets the token for a cluster, is given of AWS.
//!
//! <https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins>

use std::path::Path;

use super::config::KubePart;
use crate::aws::Environment;
use crate::project::said::{ProjectTarget, Said};
use crate::project::yaml::{YamlNode, YamlValue};

/// The programs that take their credentials as the AWS CLI does.
const PROGRAMS: [&str; 3] = ["aws", "aws-iam-authenticator", "heptio-authenticator-aws"];

/// The variables of AWS that say nothing of an account.
const HARMLESS: [&str; 5] = [
    "AWS_DEFAULT_OUTPUT",
    "AWS_PAGER",
    "AWS_SDK_LOAD_CONFIG",
    "AWS_STS_REGIONAL_ENDPOINTS",
    "AWS_USE_FIPS_ENDPOINT",
];

/// Fills in what `exec` says; what it says in another way is unknown.
pub(super) fn fill(target: &mut ProjectTarget, user: KubePart<'_>, environment: &Environment) {
    let unknown = |target: &mut ProjectTarget, why: &str, node: &YamlNode<'_>| {
        target.account = Said::Unknown(why.to_owned(), user.file.place(node));
    };
    let Some(exec) = user.node.get("exec").filter(|exec| exec.value != YamlValue::Null) else {
        return unknown(target, "is not said: the user of the cluster has no exec", user.node);
    };
    let command = exec.get("command").and_then(|command| command.scalar());
    let name = command.and_then(|command| Path::new(command).file_stem()?.to_str());
    if !name.is_some_and(|name| PROGRAMS.contains(&name)) {
        let why = format!("is decided by {}", command.unwrap_or("a program"));
        return unknown(target, &why, exec);
    }
    for entry in list(exec, "env") {
        let name = entry.get("name").and_then(|name| name.scalar());
        let value = user.file.said_by(entry.get("value"));
        match name {
            // Exported keys take precedence over it.
            Some("AWS_PROFILE") if environment.non_empty("AWS_ACCESS_KEY_ID").is_some() => {}
            Some("AWS_PROFILE") => target.profile = value,
            Some("AWS_REGION") => target.region = value,
            Some(name) if HARMLESS.contains(&name) => {}
            Some("AWS_DEFAULT_REGION") if target.region.is_environment() => target.region = value,
            Some(name) if !name.starts_with("AWS_") && name != "HOME" => {}
            Some(name) => {
                let why = format!("depends on the {name} of exec");
                return unknown(target, &why, entry);
            }
            None => return unknown(target, "depends on variables that cannot be read", entry),
        }
    }
    let mut words = list(exec, "args").iter();
    while let Some(word) = words.next() {
        let Some(text) = word.scalar() else {
            return unknown(target, "depends on arguments that cannot be read", word);
        };
        let (option, value) = match text.split_once('=') {
            Some((option, value)) => (option, Some(value)),
            None => (text, None),
        };
        let place = match option {
            "--profile" => &mut target.profile,
            "--region" => &mut target.region,
            "--role" | "--role-arn" | "-r" => &mut target.role,
            _ => continue,
        };
        *place = match value {
            Some(value) => Said::Certain(value.to_owned(), user.file.place(word)),
            None => words.next().map_or(Said::Environment, |next| user.file.said_by(Some(next))),
        };
    }
    target.role = std::mem::take(&mut target.role).of_role();
}

fn list<'n, 't>(exec: &'n YamlNode<'t>, key: &str) -> &'n [YamlNode<'t>] {
    exec.get(key).map_or(&[], |list| list.elements())
}
