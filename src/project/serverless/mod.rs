//! What a project of the Serverless Framework says: the profile and region of its provider.
//!
//! The rules are those of version 3. Of version 4, and where the version is not said, what the two
//! may do differently is unknown.
//!
//! <https://www.serverless.com/framework/docs/providers/aws/guide/credentials>,
//! <https://github.com/serverless/serverless/blob/v3/lib/plugins/aws/provider.js>

mod variables;

use std::path::PathBuf;

use self::variables::ServerlessScope;
use super::literal::{UNREAD, YamlFile};
use super::said::{ProjectTarget, Purpose, Said};
use super::{ProjectQuestion, words};
use crate::aws::{Environment, Origin};

const NAME: &str = "provider aws";

/// The files in which a project may be, of which the first that is there counts.
const FILES: [&str; 7] = ["yml", "yaml", "json", "js", "mjs", "cjs", "ts"];

/// Reads a project.
pub(super) fn read(question: &ProjectQuestion<'_, '_, '_>) -> Vec<ProjectTarget> {
    let words = question.words;
    let of_line = ProjectTarget {
        profile: words::said(words, &["--aws-profile"]),
        region: words::said(words, &["--region", "-r"]),
        ..ProjectTarget::new(NAME, Purpose::Deploys)
    };
    let unknown = |why: &str, place| {
        vec![ProjectTarget {
            profile: of_line.profile.clone(),
            ..ProjectTarget::unknown(NAME, why, place)
        }]
    };
    let path = match file_of(question) {
        Ok(Some(path)) => path,
        Ok(None) => return vec![of_line],
        Err((why, path)) => return unknown(why, Origin::file(&path)),
    };
    let text = question.files.text(&path).ok().flatten();
    let Some(yaml) = text.as_ref().and_then(YamlFile::of) else {
        return unknown(UNREAD, Origin::file(&path));
    };
    let scope = ServerlessScope::new(&yaml, question);
    match scope.said("provider.name") {
        Said::Certain(name, _) if name != "aws" => return Vec::new(),
        Said::Unknown(why, place) => return unknown(&why, place),
        Said::Certain(..) | Said::Environment => {}
    }
    let mut target = of_line;
    if target.region.is_environment() {
        target.region = match scope.said("provider.region") {
            Said::Environment => Said::Certain("us-east-1".to_owned(), Origin::Default),
            said => said,
        };
    }
    if target.profile.is_environment() {
        credentials(&scope, &yaml, question, &mut target);
    }
    vec![target]
}

/// Returns the path of the project; fails with the reason why what it says is not known.
fn file_of(
    question: &ProjectQuestion<'_, '_, '_>,
) -> Result<Option<PathBuf>, (&'static str, PathBuf)> {
    let is_present = |path: &PathBuf| question.facts.lookup.is_present(path);
    let compose = ["serverless-compose.yml", "serverless-compose.yaml"];
    let mut compose = compose.iter().map(|name| question.directory.join(name));
    if let Some(path) = compose.find(is_present) {
        return Err(("is that of each of its services", path));
    }
    let named = words::option(question.words, &["--config", "-c"]);
    let mut paths =
        FILES.iter().map(|ending| question.directory.join(format!("serverless.{ending}")));
    let path = match named {
        Some((name, _)) => Some(question.directory.join(name)),
        None => paths.find(is_present),
    };
    let is_data = |path: &PathBuf| {
        path.extension().is_some_and(|ending| FILES[..3].iter().any(|known| ending == *known))
    };
    match path {
        Some(path) if !is_data(&path) => Err(("is what a program says when it runs", path)),
        path => Ok(path),
    }
}

/// Fills in whose credentials are used where the line does not say it.
fn credentials(
    scope: &ServerlessScope<'_, '_>,
    yaml: &YamlFile<'_>,
    question: &ProjectQuestion<'_, '_, '_>,
    target: &mut ProjectTarget,
) {
    let unknown = |why: &str, place| Said::Unknown(why.to_owned(), place);
    // What may have credentials of its own.
    let others = [
        ("provider.credentials", "is that of the keys in the file"),
        ("org", "may be that of the dashboard"),
        ("stages", "may be that of a resolver"),
    ];
    for (key, why) in others {
        if let Some(node) = scope.node(key) {
            target.account = unknown(why, yaml.place(node));
            return;
        }
    }
    if let Some(node) = scope.node("plugins")
        && node.elements().iter().any(|plugin| is_about_credentials(plugin.scalar()))
    {
        target.account = unknown("is that of a plugin", yaml.place(node));
        return;
    }
    if let Some(place) = scope.dotenv() {
        target.account = unknown("may be that of its variables", place.clone());
        return;
    }
    let environment = &question.facts.world.environment;
    let stage = scope.stage();
    let Some(stage) = stage.certain().map(|stage| stage.to_uppercase()) else {
        target.account = Said::Unknown("is that of a stage".to_owned(), Origin::Flag("--stage"));
        return;
    };
    chosen_profile(scope, environment, &stage, target);
}

/// Fills in the profile. The last one counts: that of the stage, and its profile before its keys.
fn chosen_profile(
    scope: &ServerlessScope<'_, '_>,
    environment: &Environment,
    stage: &str,
    target: &mut ProjectTarget,
) {
    let own = scope.said("provider.profile");
    let named = |name: &str| {
        let value = scope.variable(name).filter(|value| !value.is_empty())?;
        Some(Said::Certain(value, Origin::Environment(name.to_owned())))
    };
    if let Some(profile) = named(&format!("AWS_{stage}_PROFILE")) {
        target.profile = profile;
    } else if has_keys(environment, &format!("AWS_{stage}")) {
        let place = Origin::Environment(format!("AWS_{stage}_ACCESS_KEY_ID"));
        target.account = Said::Unknown("is that of keys".to_owned(), place);
    } else if environment.non_empty("AWS_PROFILE").is_some() || has_keys(environment, "AWS") {
        let is_third = || {
            let version = scope.said("frameworkVersion");
            let version =
                version.certain().map(|it| it.trim_start_matches(['^', '~', '>', '=', ' ']));
            version.is_some_and(|version| version.starts_with(['2', '3']))
        };
        target.profile = match own {
            Said::Certain(_, place) if !is_third() => {
                let why = "is used, or that of the environment: the version of Serverless decides";
                Said::Unknown(why.to_owned(), place)
            }
            // A profile outranks keys here.
            _ if has_keys(environment, "AWS") => named("AWS_PROFILE").unwrap_or_default(),
            _ => Said::Environment,
        };
    } else {
        target.profile = own;
        if target.profile.is_environment() {
            target.profile = named("AWS_DEFAULT_PROFILE").unwrap_or_default();
        }
    }
}

fn is_about_credentials(plugin: Option<&str>) -> bool {
    plugin.is_none_or(|name| ["credential", "sso", "profile"].iter().any(|it| name.contains(it)))
}

/// Tells whether both parts of keys are exported, in variables that begin so.
pub(super) fn has_keys(environment: &Environment, prefix: &str) -> bool {
    let has = |end: &str| environment.non_empty(&format!("{prefix}_{end}")).is_some();
    has("ACCESS_KEY_ID") && has("SECRET_ACCESS_KEY")
}
