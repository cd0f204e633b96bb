//! What a project of the CDK says: the stacks of the assembly that it has made.
//!
//! The app is a program, which is not run. What it made last says what the stacks are where that is
//! what is deployed (`--app cdk.out`), and where it names no account; else the app may say another.
//!
//! <https://docs.aws.amazon.com/cdk/v2/guide/environments.html>,
//! <https://github.com/aws/aws-cdk-cli/blob/main/packages/aws-cdk/lib/cxapp/exec.ts>

mod assembly;
mod settings;

use self::assembly::{Stack, read_assembly};
use self::settings::CdkSettings;
use super::literal::UNREAD;
use super::said::{ProjectTarget, Purpose, Said};
use super::serverless::has_keys;
use super::{ProjectQuestion, words};
use crate::aws::{AccountId, Client, FileState, Flags, Origin, resolve};

/// The options of which the next word is the value. Others may take several.
const VALUED: [&str; 11] = [
    "--app",
    "-a",
    "--concurrency",
    "--output",
    "-o",
    "--profile",
    "--region",
    "--require-approval",
    "--role-arn",
    "-r",
    "--toolkit-stack-name",
];
const SWITCHES: [&str; 9] =
    ["--ci", "--exclusively", "-e", "--force", "-f", "--no-rollback", "--verbose", "--yes", "-y"];

const APP: &str = "is what the app says when it runs";

/// Reads a project.
pub(super) fn read(question: &ProjectQuestion<'_, '_, '_>) -> Vec<ProjectTarget> {
    let settings = match CdkSettings::of(question) {
        Ok(settings) => settings,
        Err(place) => {
            return vec![ProjectTarget::unknown("cdk", UNREAD, place)];
        }
    };
    let base = StackBase::of(question, &settings);
    let named = words::arguments(question.words, &VALUED, &SWITCHES);
    if let Some(targets) = named_environments(question.words, named.as_deref(), &base) {
        return targets;
    }
    let app = settings.text(question, "app", &["--app", "-a"]);
    let (app, place) = match app {
        Said::Certain(app, place) => (app, place),
        // Without an app it does not run, or uses what the environment has.
        Said::Environment => return vec![base.agnostic("cdk")],
        Said::Unknown(why, place) => return vec![base.unknown(why, place)],
    };
    let made = question.directory.join(&app);
    if *question.facts.lookup.content(&made) == FileState::Directory {
        return match read_assembly(question, &made) {
            Ok(stacks) => selected(&stacks, question.words, named.as_deref())
                .into_iter()
                .map(|stack| base.stack(stack))
                .collect(),
            Err((why, place)) => vec![base.unknown(why, place)],
        };
    }
    let output = settings.text(question, "output", &["--output", "-o"]);
    let output = output.certain().map_or("cdk.out", String::as_str);
    let last = read_assembly(question, &question.directory.join(output));
    let has_context =
        question.words.iter().any(|word| word.starts_with("-c") || *word == "--context");
    match last {
        Ok(stacks) if !has_context && stacks.iter().all(Stack::is_agnostic) => {
            stacks.iter().map(|stack| base.stack(stack)).collect()
        }
        Ok(stacks) => match stacks.iter().find(|stack| stack.account().is_some()) {
            Some(Stack { name, environment, place, .. }) => {
                let why = format!("{APP}; {name} was made for {environment}");
                vec![base.unknown(why, place.clone())]
            }
            None => vec![base.unknown(APP.to_owned(), place)],
        },
        Err(_) => vec![base.unknown(APP.to_owned(), place)],
    }
}

/// Returns the targets that the words of `bootstrap` and `gc` name, such as `aws://111122223333/us-east-1`.
///
/// <https://github.com/aws/aws-cdk-cli/blob/main/packages/aws-cdk/lib/cxapp/environments.ts>
fn named_environments(
    words: &[&str],
    named: Option<&[&str]>,
    base: &StackBase,
) -> Option<Vec<ProjectTarget>> {
    if !words.iter().any(|word| matches!(*word, "bootstrap" | "gc")) {
        return None;
    }
    let is_one = |word: &&&str| {
        let account = word.split('/').next().unwrap_or_default();
        word.starts_with("aws://") || AccountId::new(account).is_some()
    };
    let all: Vec<_> = match named {
        Some([_, specs @ ..]) => specs.iter().collect(),
        _ => words.iter().filter(is_one).collect(),
    };
    let place = Origin::Flag("the command line");
    let target = |spec: &&str| base.target("cdk", spec, &place);
    // A pattern selects among the stacks.
    let is_literal = !all.is_empty() && !all.iter().any(|spec| spec.contains('*'));
    is_literal.then(|| all.into_iter().map(target).collect())
}

/// Returns the stacks that the words select: those that they name and those that these need, or all.
///
/// <https://github.com/aws/aws-cdk-cli/blob/main/packages/aws-cdk/lib/cxapp/cloud-assembly.ts>
fn selected<'s>(stacks: &'s [Stack], words: &[&str], arguments: Option<&[&str]>) -> Vec<&'s Stack> {
    let all = || stacks.iter().collect();
    let Some([_, names @ ..]) = arguments else { return all() };
    let mut found: Vec<&Stack> = Vec::new();
    for name in names {
        let Some(stack) = stacks.iter().find(|stack| stack.name == *name) else { return all() };
        found.push(stack);
    }
    if found.is_empty() {
        return all();
    }
    if !words.iter().any(|word| matches!(*word, "-e" | "--exclusively")) {
        let mut at = 0;
        while let Some(stack) = found.get(at).copied() {
            let needed = stacks.iter().filter(|other| stack.needs.contains(&other.id));
            let new: Vec<_> = needed
                .filter(|other| !found.iter().any(|known| std::ptr::eq(*known, *other)))
                .collect();
            found.extend(new);
            at += 1;
        }
    }
    found
}

/// What holds for every stack that does not say otherwise.
struct StackBase {
    account: Said<AccountId>,
    profile: Said<String>,
    region: Said<String>,
}

impl StackBase {
    fn of(question: &ProjectQuestion<'_, '_, '_>, settings: &CdkSettings) -> Self {
        let mut profile = settings.text(question, "profile", &["--profile"]);
        let mut account = Said::Environment;
        if profile.is_environment() {
            // Other than its SDK, it takes keys before a profile, and knows the older variable.
            let environment = &question.facts.world.environment;
            let is_named = environment.non_empty("AWS_PROFILE").is_some();
            match (has_keys(environment, "AWS"), environment.non_empty("AWS_DEFAULT_PROFILE")) {
                (true, _) if is_named => {
                    let place = Origin::environment("AWS_ACCESS_KEY_ID");
                    account = Said::Unknown("is that of the exported keys".to_owned(), place);
                }
                (false, Some(name)) if !is_named => {
                    let name = name.to_string_lossy().into_owned();
                    profile = Said::Certain(name, Origin::environment("AWS_DEFAULT_PROFILE"));
                }
                _ => {}
            }
        }
        let region = settings.text(question, "region", &["--region"]);
        let region = if region.is_environment() { own_region(question, &profile) } else { region };
        Self { account, profile, region }
    }

    fn agnostic(&self, name: &str) -> ProjectTarget {
        ProjectTarget {
            account: self.account.clone(),
            profile: self.profile.clone(),
            region: self.region.clone(),
            ..ProjectTarget::new(name, Purpose::Deploys)
        }
    }

    fn unknown(&self, why: String, place: Origin) -> ProjectTarget {
        ProjectTarget { profile: self.profile.clone(), ..ProjectTarget::unknown("cdk", why, place) }
    }

    /// Returns the target in an environment such as `aws://111122223333/us-east-1`.
    fn target(&self, name: &str, environment: &str, place: &Origin) -> ProjectTarget {
        let mut target = self.agnostic(name);
        let parts = environment.strip_prefix("aws://").unwrap_or(environment).split_once('/');
        let Some((account, region)) = parts else {
            return self.unknown("is not in a form that is known".to_owned(), place.clone());
        };
        if account != "unknown-account" {
            target.account = match AccountId::new(account) {
                Some(account) => Said::Certain(account, place.clone()),
                None => Said::Unknown("is not a number".to_owned(), place.clone()),
            };
        }
        let is_region = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if region != "unknown-region" {
            target.region = if region.chars().all(is_region) && !region.is_empty() {
                Said::Certain(region.to_owned(), place.clone())
            } else {
                Said::Unknown("is not in a form that is known".to_owned(), place.clone())
            };
        }
        target
    }

    fn stack(&self, stack: &Stack) -> ProjectTarget {
        let name = format!("stack {}", stack.name);
        let mut target = self.target(&name, &stack.environment, &stack.place);
        // The usual role is named for the account of the stack.
        let role = stack.role.as_ref().filter(|role| !role.contains("${"));
        if let Some(role) = role {
            let place = stack.place.clone();
            let account = AccountId::of_arn(role);
            let is_other = target.account.certain().is_some_and(|own| account != Some(*own));
            if account.is_none() || is_other {
                target.account = Said::Unknown("is not that of the role".to_owned(), place);
            } else {
                target.role = Said::Certain(role.clone(), place);
                if target.account.certain().is_none() {
                    target.account = Said::Environment;
                }
            }
        }
        target
    }
}

/// Returns the region of a stack without one, where the CDK has other rules than its SDK.
///
/// <https://github.com/aws/aws-cdk-cli/blob/main/packages/@aws-cdk/toolkit-lib/lib/api/aws-auth/awscli-compatible.ts>
fn own_region(question: &ProjectQuestion<'_, '_, '_>, profile: &Said<String>) -> Said<String> {
    const VARIABLES: [&str; 3] = ["AMAZON_REGION", "AWS_DEFAULT_REGION", "AMAZON_DEFAULT_REGION"];
    let environment = &question.facts.world.environment;
    if environment.non_empty("AWS_REGION").is_some() {
        return Said::Environment;
    }
    let variable = VARIABLES.iter().find_map(|name| Some((*name, environment.non_empty(name)?)));
    if let Some((name, region)) = variable {
        let region = region.to_string_lossy().into_owned();
        return Said::Certain(region, Origin::environment(name));
    }
    let flags = Flags { profile: profile.certain().map(Into::into), region: None };
    if resolve(question.facts, Client::JsSdk, &flags).region.is_some() {
        return Said::Environment;
    }
    let profiles = question.facts.profiles().ok();
    let own = profiles.and_then(|profiles| profiles.find("default")?.get("region"));
    let why = "is us-east-1, or that of the machine in EC2";
    own.map_or_else(
        || Said::Unknown(why.to_owned(), Origin::Default),
        |region| Said::Certain(region.value.to_owned(), Origin::Default),
    )
}
