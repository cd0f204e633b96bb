//! What a project of Pulumi says: the settings of the default provider of AWS, for a stack.
//!
//! The program is not run. Of providers that it makes itself, those of a program in YAML are said to
//! be unknown; others are not seen.
//!
//! <https://www.pulumi.com/docs/iac/concepts/projects/>,
//! <https://www.pulumi.com/registry/packages/aws/installation-configuration/>

mod stack;

use std::path::{Path, PathBuf};

use self::stack::selected;
use super::literal::{TextFile, UNREAD, YamlFile};
use super::said::{ProjectTarget, Purpose, Said};
use super::yaml::{YamlNode, YamlValue, read_yaml};
use super::{ProjectQuestion, words};
use crate::aws::{AccountId, Origin};

/// How far up a project is looked for.
const MOST_PARENTS: usize = 32;

/// The endings of the file of a project and of its stacks.
const ENDINGS: [&str; 3] = ["yaml", "yml", "json"];

/// The settings with which a provider has credentials of its own, or other files.
const OTHERS: [&str; 8] = [
    "accessKey",
    "assumeRoleWithWebIdentity",
    "endpoints",
    "secretKey",
    "sharedConfigFiles",
    "sharedCredentialsFile",
    "sharedCredentialsFiles",
    "token",
];

/// Reads a project.
pub(super) fn read(question: &ProjectQuestion<'_, '_, '_>) -> Vec<ProjectTarget> {
    let Some(path) = project(question) else { return Vec::new() };
    let files = &question.files;
    let unread = |path: &Path, why: &str| {
        vec![ProjectTarget::unknown("provider aws", why, Origin::file(path))]
    };
    let file = files.text(&path).ok().flatten();
    let Some(project) = file.as_ref().and_then(YamlFile::of) else {
        return unread(&path, UNREAD);
    };
    let stack_path = match stack_path(question, &project, &path) {
        Ok(stack_path) => stack_path,
        Err((why, place)) => return vec![ProjectTarget::unknown("provider aws", why, place)],
    };
    let Ok(stack) = files.text(&stack_path) else { return unread(&stack_path, UNREAD) };
    let is_absent = stack.is_none();
    let stack = stack.as_ref().and_then(YamlFile::of);
    if stack.is_none() && !is_absent {
        return unread(&stack_path, UNREAD);
    }
    if let Some(node) = stack.as_ref().and_then(|stack| stack.root.get("environment")) {
        let place = stack.as_ref().map_or(Origin::Default, |stack| stack.place(node));
        let why = "may be that of an environment of Pulumi";
        return vec![ProjectTarget::unknown("provider aws", why, place)];
    }
    let given = given(question.words);
    let settings = PulumiSettings { files: [stack.as_ref(), Some(&project)], given: &given };
    let mut targets = vec![settings.target("aws")];
    if settings.has_provider("aws-native:") {
        targets.push(settings.target("aws-native"));
    }
    if has_program(question, &project) {
        targets.extend(unread(&path, "may be another one in the program"));
    }
    targets
}

/// Returns the path of the settings of the stack that is used.
fn stack_path(
    question: &ProjectQuestion<'_, '_, '_>,
    project: &YamlFile<'_>,
    path: &Path,
) -> Result<PathBuf, (String, Origin)> {
    if let Some((name, _)) = words::option(question.words, &["--config-file"]) {
        return Ok(question.directory.join(name));
    }
    let stack = selected(question, project, path)?;
    let name = stack.rsplit('/').next().unwrap_or_default();
    let ending = path.extension().and_then(|it| it.to_str()).unwrap_or("yaml");
    let of_stacks = project.said(&["stackConfigDir"]);
    let directory = path.parent().unwrap_or(Path::new(""));
    let directory = directory.join(of_stacks.certain().map_or("", String::as_str));
    Ok(directory.join(format!("Pulumi.{name}.{ending}")))
}

/// Tells whether a program in YAML may make a provider, here or in a file of its own.
fn has_program(question: &ProjectQuestion<'_, '_, '_>, project: &YamlFile<'_>) -> bool {
    let TextFile { path, .. } = project.file;
    let text = project.file.text();
    let runtime = [project.said(&["runtime"]), project.said(&["runtime", "name"])];
    let is_yaml = runtime.iter().any(|it| it.certain().is_some_and(|name| name == "yaml"));
    let mut programs = ENDINGS.iter().map(|ending| path.with_file_name(format!("Main.{ending}")));
    let mut is_elsewhere = || programs.any(|path| question.facts.lookup.is_present(&path));
    is_yaml && (text.contains("pulumi:providers:aws") || text.contains("main:") || is_elsewhere())
}

/// Finds the file of the project, in the directory or above.
fn project(question: &ProjectQuestion<'_, '_, '_>) -> Option<PathBuf> {
    let mut directory = question.directory.to_owned();
    for _ in 0..MOST_PARENTS {
        let mut paths = ENDINGS.iter().map(|ending| directory.join(format!("Pulumi.{ending}")));
        let found = paths.find(|path| question.facts.lookup.is_present(path));
        if found.is_some() {
            return found;
        }
        directory.push("..");
    }
    None
}

/// Returns the settings that the line adds, which go before all others.
fn given<'w>(words: &[&'w str]) -> Vec<(&'w str, &'w str)> {
    let names = ["--config", "-c"];
    let value = |at: usize| words::option(&words[at..words.len().min(at + 2)], &names);
    let all = (0..words.len()).filter_map(value).map(|(value, _)| value);
    all.filter_map(|value| value.split_once('=')).collect()
}

/// The settings of a stack, and of its project where the stack says nothing.
struct PulumiSettings<'s, 't> {
    files: [Option<&'s YamlFile<'t>>; 2],
    given: &'s [(&'s str, &'s str)],
}

impl<'s, 't> PulumiSettings<'s, 't> {
    fn has_provider(&self, prefix: &str) -> bool {
        let is_of = |file: &YamlFile<'_>| match file.root.get("config").map(|node| &node.value) {
            Some(YamlValue::Map(members)) => members.iter().any(|(key, _)| key.starts_with(prefix)),
            _ => false,
        };
        self.files.iter().copied().flatten().any(is_of)
    }

    fn target(&self, provider: &str) -> ProjectTarget {
        let said = |key: &str| match self.node(&format!("{provider}:{key}")) {
            Some((file, node)) => file.said_by(Some(node)),
            None => Said::Environment,
        };
        let of_line = |key: &str, said: Said<String>| {
            let key = format!("{provider}:{key}");
            let given = self.given.iter().rfind(|(name, _)| *name == key);
            let place = Origin::Flag("--config");
            given.map_or(said, |(_, value)| Said::Certain((*value).to_owned(), place))
        };
        let mut target = ProjectTarget {
            profile: of_line("profile", said("profile")),
            region: of_line("region", said("region")),
            role: self.role(provider),
            ..ProjectTarget::new(format!("provider {provider}"), Purpose::Deploys)
        };
        target.account = self.account(provider, target.role.certain().is_some());
        let prefix = format!("{provider}:");
        let is_other = |(name, _): &&(&str, &str)| {
            let own = name.strip_prefix(&*prefix);
            own.is_some_and(|own| !matches!(own, "profile" | "region"))
        };
        if self.given.iter().any(|given| is_other(&given)) {
            let why = "is given on the line".to_owned();
            target.account = Said::Unknown(why, Origin::Flag("--config"));
        }
        target
    }

    /// Returns a setting of the stack, or else of the project, where it may have a type and value.
    fn node(&self, key: &str) -> Option<(&'s YamlFile<'t>, &'s YamlNode<'t>)> {
        self.files.iter().copied().flatten().find_map(|file| {
            let node = file.root.get("config")?;
            let node = if let YamlValue::Unknown(_) = node.value { node } else { node.get(key)? };
            let inner = node.get("value").or_else(|| node.get("default"));
            Some((file, inner.unwrap_or(node)))
        })
    }

    /// Returns the role that is assumed last.
    fn role(&self, provider: &str) -> Said<String> {
        for key in ["assumeRoles", "assumeRole"] {
            let Some((file, node)) = self.node(&format!("{provider}:{key}")) else { continue };
            let place = || file.place(node);
            // A list or map may also be written as text, in JSON.
            let text = node.scalar().map(str::to_owned);
            let of_text = text.as_deref().and_then(|text| read_yaml(text).ok());
            let whole = of_text.as_ref().unwrap_or(node);
            let last = whole.elements().last().unwrap_or(whole);
            return match (&whole.value, last.get("roleArn").and_then(YamlNode::scalar)) {
                (YamlValue::Null, _) => Said::Environment,
                (_, Some(arn)) if AccountId::of_arn(arn).is_some() => {
                    Said::Certain(arn.to_owned(), place())
                }
                _ => Said::Unknown("is not an ARN of a role".to_owned(), place()),
            };
        }
        Said::Environment
    }

    fn account(&self, provider: &str, has_role: bool) -> Said<AccountId> {
        let find = |key: &str| self.node(&format!("{provider}:{key}"));
        if let Some((file, node)) = find("allowedAccountIds")
            && find("skipRequestingAccountId").is_none()
        {
            let text = node.scalar().map(str::to_owned);
            let of_text = text.as_deref().and_then(|text| read_yaml(text).ok());
            let ids = of_text.as_ref().unwrap_or(node).elements();
            if let [id] = ids
                && let Some(account) = id.scalar().and_then(AccountId::new)
            {
                return Said::Certain(account, file.place(node));
            }
        }
        for key in OTHERS {
            if let Some((file, node)) = find(key)
                && !(has_role && matches!(key, "accessKey" | "secretKey" | "token"))
            {
                return Said::Unknown(format!("is that of {key}"), file.place(node));
            }
        }
        Said::Environment
    }
}
