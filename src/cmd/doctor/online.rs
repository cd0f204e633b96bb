//! Checks that only AWS can answer: who this is, and how old the access keys are.
//!
//! AWS is asked through the installed AWS CLI, and only with `--online`.

use std::ffi::{OsStr, OsString};

use jiff::SignedDuration;
use serde::Deserialize;

use super::{Check, Finding};
use crate::aws::caller::{self, IdentityKind, Reply, Run};
use crate::aws::{
    AccountId, Facts, Flags, Moment, Origin, Provider, Resolution, later, ours, remedy, resolve,
};
use crate::cmd::hint::{pasteable, profile_flag};
use crate::cmd::refusal::{Refusal, refused};
use crate::cmd::whoami::{self, Agreement};
use crate::printable::printable;
use crate::prompt::{Settings, segment};

/// The age that an access key may reach.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html>
const OLDEST_DAYS: i64 = 90;

/// What AWS has answered.
pub(crate) struct Answers {
    identity: Reply,
    /// None if there are no keys to rotate.
    keys: Option<Reply>,
}

impl Answers {
    /// Asks through `ask`, which takes arguments of the AWS CLI.
    pub(crate) fn new(facts: &Facts<'_, '_>, ask: impl Fn(&[OsString]) -> Reply) -> Self {
        let ours = ours(facts);
        let identity = ask(&caller::question(caller::IDENTITY, None));
        let keys = long_lived(&ours).map(|(_, profile)| {
            ask(&caller::question(["iam", "list-access-keys"], profile.map(OsStr::new)))
        });
        Self { identity, keys }
    }
}

/// Finds the access keys at the end of a chain that work until somebody deletes them: their place,
/// and the profile that has them, if it has a name.
fn long_lived(ours: &Resolution) -> Option<(Provider, Option<&str>)> {
    let credentials = ours.credentials.as_ref().filter(|_| ours.is_ok())?;
    let (provider, is_temporary) = match &credentials.base {
        Some(base) => (base.provider, base.session_token),
        None => (credentials.provider, credentials.session_token),
    };
    match provider {
        _ if is_temporary => None,
        Provider::Environment => Some((provider, None)),
        Provider::CredentialsFile | Provider::ConfigFile => {
            let chosen = ours.chosen_profile().and_then(OsStr::to_str);
            Some((provider, credentials.via.last().map(String::as_str).or(chosen)))
        }
        _ => None,
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AccessKeys {
    access_key_metadata: Vec<AccessKey>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AccessKey {
    user_name: Option<String>,
    #[serde(rename = "AccessKeyId")]
    id: String,
    status: String,
    create_date: String,
}

pub(super) fn findings(
    facts: &Facts<'_, '_>,
    ours: &Resolution,
    answers: &Answers,
    settings: &Settings,
) -> Vec<Finding> {
    let Reply::Ran(run) = &answers.identity else {
        let what = "the AWS CLI is not installed, and nothing else here can ask AWS";
        return vec![Finding::new(Check::AwsNotAsked, Origin::Default, what)];
    };
    let unanswered = |check, run: &Run| {
        let Refusal { message, hint } = refused(run, ours, facts, settings);
        Finding::new(check, Origin::Default, message).with_remedy(hint)
    };
    let Some(identity) = run.identity() else {
        return vec![unanswered(Check::AwsNotAsked, run)];
    };
    let mut findings = Vec::new();
    let credentials = ours.credentials.as_ref();
    let origin = credentials.map_or(Origin::Default, |credentials| credentials.origin.clone());
    let kind = IdentityKind::of(&identity.arn);
    let account = AccountId::new(&identity.account);
    let number = |id| segment::shown_number(id, settings, &facts.world.environment);
    let shown = account.as_ref().map(number).unwrap_or_default();
    if let Some(account) = &account {
        // AWS was asked by the AWS CLI that is installed.
        let its = resolve(facts, run.client(), &Flags::default());
        if let Agreement::Differs(expected) = whoami::verdict(&its, account, &kind) {
            let expected = expected.shown(settings, facts.world);
            let kind = printable(&kind.described()).into_owned();
            let what = format!("this is account {shown}, {kind}; awsprompt expects {expected}");
            findings.push(Finding::new(Check::IdentityUnexpected, origin.clone(), what));
        }
    }
    if kind == IdentityKind::Root {
        let what = format!("you are root of account {shown}");
        findings.push(Finding::new(Check::IdentityIsRoot, origin, what));
    }
    if let Some(Reply::Ran(run)) = &answers.keys {
        if let Some(keys) = run.answer::<AccessKeys>() {
            findings.extend(old_keys(facts, ours, &keys));
        } else {
            let mut finding = unanswered(Check::AccessKeysNotListed, run);
            // The remedy of the check is the permission that is missing.
            if ["AccessDenied", "not authorized"].iter().any(|error| run.stderr.contains(error)) {
                finding.remedy = None;
            }
            findings.push(finding);
        }
    }
    findings
}

fn old_keys(facts: &Facts<'_, '_>, ours: &Resolution, keys: &AccessKeys) -> Vec<Finding> {
    let active = || keys.access_key_metadata.iter().filter(|key| key.status == "Active");
    // Where the keys at the end of a chain are is not known.
    let credentials = ours.credentials.as_ref().filter(|credentials| credentials.base.is_none());
    let origin = credentials.map_or(Origin::Default, |credentials| credentials.origin.clone());
    let clock = &facts.world.clock;
    let old = |key: &AccessKey| {
        let Moment::At(created) = Moment::parse(&key.create_date)? else { return None };
        if !clock.has_passed(later(created, SignedDuration::from_hours(24 * OLDEST_DAYS))) {
            return None;
        }
        let days = clock.now().duration_since(created).as_hours() / 24;
        let id = &key.id;
        let end = id.char_indices().nth_back(3).map_or(&**id, |(at, _)| &id[at..]);
        let what = format!("the key ending in {end} is {days} days old");
        let finding = Finding::new(Check::AccessKeyOld, origin.clone(), what);
        Some(finding.with_remedy(remedy!("{}", rotation(ours, key, active().count()))))
    };
    active().filter_map(old).collect()
}

/// Writes the steps that replace an old key, a line each.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html>
fn rotation(ours: &Resolution, key: &AccessKey, active: usize) -> String {
    let user = key.user_name.as_deref().map(|user| format!(" --user-name {}", pasteable(user)));
    let user = user.unwrap_or_default();
    let (provider, profile) = long_lived(ours).unzip();
    let flag = profile_flag(profile.flatten());
    let mut steps = Vec::new();
    if active > 1 {
        // A user has two keys at most.
        steps.push(format!("aws iam list-access-keys{user}{flag}   # delete the one not in use"));
    }
    let aws_iam =
        |verb: &str, why: &str| format!("aws iam {verb} --access-key-id OLD{user}{flag}   # {why}");
    steps.extend([
        format!("aws iam create-access-key{user}{flag}"),
        match provider {
            Some(Provider::Environment) => {
                "put the new key where the old one is exported from".into()
            }
            _ => format!("aws configure{flag}   # type the new key in"),
        },
        format!("aws sts get-caller-identity{flag}   # does it work?"),
        aws_iam("update-access-key --status Inactive", "once nothing else uses it"),
        aws_iam("delete-access-key", "some days later"),
    ]);
    steps.join("\n")
}
