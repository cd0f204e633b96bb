//! What a project of SAM says: the settings of a command in `samconfig.toml`.
//!
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-config.html>,
//! <https://github.com/aws/aws-sam-cli/blob/develop/samcli/lib/config/samconfig.py>

use std::path::{Path, PathBuf};

use toml_edit::Document;

use super::literal::{TextFile, UNREAD, YamlFile};
use super::said::{ProjectTarget, Purpose, Said};
use super::{ProjectQuestion, words};
use crate::aws::Origin;

/// The options that name the template, in whose directory the settings are.
const TEMPLATE: [&str; 3] = ["--template-file", "--template", "-t"];

/// The names of the settings, of which the first that is there counts.
const NAMES: [&str; 3] = ["samconfig.toml", "samconfig.yaml", "samconfig.yml"];

/// The words that are followed by another one of the command's name.
const GROUPS: [&str; 8] = [
    "callback",
    "execution",
    "generate-event",
    "list",
    "local",
    "pipeline",
    "remote",
    "test-event",
];

/// Reads a project.
pub(super) fn read(question: &ProjectQuestion<'_, '_, '_>) -> Vec<ProjectTarget> {
    let words = question.words;
    let mut command = Vec::new();
    for word in words.iter().skip_while(|word| word.starts_with('-')) {
        command.push(word.replace('-', "_"));
        if !GROUPS.contains(word) {
            break;
        }
    }
    let command = command.join("_");
    // It has no settings of its own.
    let section = if command == "delete" { "deploy" } else { &*command };
    let (directory, path) = settings(question);
    let file = question.files.text(&path);
    let settings = match &file {
        Ok(Some(file)) => SamSettings::of(file),
        Ok(None) if directory => Some(SamSettings::None),
        _ => None,
    };
    let Some(settings) = settings else {
        return vec![ProjectTarget::unknown("sam", UNREAD, Origin::file(&path))];
    };
    let env = words::option(words, &["--config-env"]).map_or("default", |(env, _)| env);
    let mut target = ProjectTarget {
        profile: settings.said(words, env, section, "profile", "--profile"),
        region: settings.said(words, env, section, "region", "--region"),
        ..ProjectTarget::new("sam", Purpose::Deploys)
    };
    let asks = |options: &[&str]| words.iter().any(|word| options.contains(word));
    if asks(&["--guided", "-g"]) {
        target.region = Said::Unknown("is asked for".to_owned(), Origin::Flag("--guided"));
    }
    if command.starts_with("list_") && target.region.is_environment() {
        // It takes the region without the profile of the settings.
        if let Said::Certain(_, place) = &target.profile {
            target.region = Said::Unknown("is that of another profile".to_owned(), place.clone());
        }
    }
    if command == "pipeline_bootstrap" && !asks(&["--no-interactive"]) {
        target.account = Said::Unknown("is asked for".to_owned(), Origin::Flag("pipeline"));
    }
    vec![target]
}

/// Returns the path of the settings, and whether there need be none.
///
/// The directory is that of the template only where the line names one.
/// <https://github.com/aws/aws-sam-cli/blob/develop/samcli/cli/cli_config_file.py>
fn settings(question: &ProjectQuestion<'_, '_, '_>) -> (bool, PathBuf) {
    let template = words::option(question.words, &TEMPLATE);
    let beside = template.and_then(|(path, _)| Path::new(path).parent());
    let directory = question.directory.join(beside.unwrap_or(Path::new("")));
    if let Some((name, _)) = words::option(question.words, &["--config-file"]) {
        return (name == NAMES[0], directory.join(name));
    }
    let mut paths = NAMES.iter().map(|name| directory.join(name));
    let found = paths.find(|path| question.facts.lookup.is_present(path));
    (true, found.unwrap_or_else(|| directory.join(NAMES[0])))
}

/// The settings by their language.
enum SamSettings<'t> {
    None,
    Toml(&'t TextFile, Document<&'t str>),
    Yaml(YamlFile<'t>),
}

impl<'t> SamSettings<'t> {
    fn of(file: &'t TextFile) -> Option<Self> {
        match file.path.extension()?.to_str()? {
            "toml" => Some(Self::Toml(file, Document::parse(file.text()).ok()?)),
            "yaml" | "yml" => Some(Self::Yaml(YamlFile::of(file)?)),
            _ => None,
        }
    }

    /// Returns a parameter: from the line, from the command's section, or from that of all.
    fn said(
        &self,
        words: &[&str],
        env: &str,
        command: &str,
        key: &str,
        option: &'static str,
    ) -> Said<String> {
        let of_line = words::said(words, &[option]);
        if !of_line.is_environment() {
            return of_line;
        }
        let of_section = |section| match self {
            Self::None => Said::Environment,
            Self::Toml(file, document) => {
                let item = document.get(env).and_then(|item| item.get(section));
                let item = item.and_then(|item| item.get("parameters")?.get(key));
                let Some(item) = item else { return Said::Environment };
                let at = item.span().map_or(0, |span| span.start);
                file.said(item.as_value().and_then(|it| it.as_str()), at)
            }
            Self::Yaml(text) => text.said(&[env, section, "parameters", key]),
        };
        let own = of_section(command);
        if own.is_environment() { of_section("global") } else { own }
    }
}
