//! Checks that only AWS can answer: who this is, and how old the access keys are.
//!
//! AWS is asked through the installed AWS CLI, and only where somebody says `--online`.

use std::ffi::{OsStr, OsString};

use jiff::SignedDuration;
use serde::Deserialize;

use super::{Check, Finding};
use crate::{
    aws::{
        account::AccountId,
        caller::{self, IdentityKind, Reply, Run},
        clock::{Clock, later},
        credentials::Credentials,
        moment::Moment,
        provider::Provider,
        resolution::{Facts, Flags, Resolution},
        resolve::{ours, resolve},
        sourced::Origin,
    },
    cmd::{
        hint::{pasteable, profile_flag},
        refusal::{Refusal, refused},
        whoami::{self, Agreement},
    },
    printable::printable,
    prompt::{segment, settings::Settings},
};

/// How old an access key may become.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html>
const OLDEST_DAYS: i64 = 90;

/// What AWS is to be asked, as arguments of the AWS CLI.
pub(crate) struct Questions {
    identity: Vec<OsString>,
    /// None where there are no keys that somebody would have to rotate.
    keys: Option<Vec<OsString>>,
}

/// What AWS has answered to [`Questions`].
pub(crate) struct Answers {
    identity: Reply,
    keys: Option<Reply>,
}

impl Questions {
    /// Finds what there is to ask.
    pub(crate) fn new(facts: &Facts<'_, '_>) -> Self {
        let keys = LongLived::of(&ours(facts)).map(|keys| {
            caller::question(["iam", "list-access-keys"], keys.profile().map(OsStr::new))
        });
        Self { identity: caller::question(caller::IDENTITY, None), keys }
    }

    /// Asks them all.
    pub(crate) fn asked(&self, ask: impl Fn(&[OsString]) -> Reply) -> Answers {
        Answers { identity: ask(&self.identity), keys: self.keys.as_deref().map(ask) }
    }
}

/// Access keys that work until somebody deletes them, at the end of a chain.
enum LongLived {
    Exported,
    /// In a profile; the one that nobody named has no name.
    Profile(Option<String>),
}

impl LongLived {
    fn of(ours: &Resolution) -> Option<Self> {
        let credentials = ours.credentials.as_ref().filter(|_| ours.is_ok())?;
        let (provider, is_temporary) = match &credentials.base {
            Some(base) => (base.provider, base.session_token),
            None => (credentials.provider, credentials.session_token),
        };
        if is_temporary {
            return None;
        }
        match provider {
            Provider::Environment => Some(Self::Exported),
            Provider::CredentialsFile | Provider::ConfigFile => {
                let chosen = ours.chosen_profile().and_then(OsStr::to_str).map(str::to_owned);
                Some(Self::Profile(credentials.via.last().cloned().or(chosen)))
            }
            _ => None,
        }
    }

    fn profile(&self) -> Option<&str> {
        match self {
            Self::Exported => None,
            Self::Profile(name) => name.as_deref(),
        }
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

impl AccessKey {
    fn is_active(&self) -> bool {
        self.status == "Active"
    }

    /// Tells how old the key is, if it is too old.
    fn days(&self, clock: &Clock) -> Option<i64> {
        let Moment::At(created) = Moment::parse(&self.create_date)? else { return None };
        let limit = SignedDuration::from_hours(24 * OLDEST_DAYS);
        let is_old = clock.has_passed(later(created, limit));
        is_old.then(|| clock.now().duration_since(created).as_hours() / 24)
    }
}

pub(super) fn findings(
    facts: &Facts<'_, '_>,
    ours: &Resolution,
    answers: &Answers,
    settings: &Settings,
) -> Vec<Finding> {
    let origin = ours.credentials.as_ref().map(|credentials| credentials.origin.clone());
    let origin = origin.unwrap_or(Origin::Default);
    let Reply::Ran(run) = &answers.identity else {
        let what = "the AWS CLI is not installed, and nothing else here can ask AWS";
        return vec![Finding::new(Check::AwsNotAsked, Origin::Default, what)];
    };
    let Some(identity) = run.identity() else {
        let Refusal { message, hint } = refused(run, ours, facts.world, settings);
        let finding = Finding::new(Check::AwsNotAsked, Origin::Default, message);
        return vec![finding.with_remedy(hint)];
    };
    let mut findings = Vec::new();
    let environment = &facts.world.environment;
    let kind = IdentityKind::of(&identity.arn);
    let account = AccountId::new(&identity.account);
    let number = |id: &AccountId| segment::shown_number(id, settings, environment);
    let shown = account.as_ref().map(number).unwrap_or_default();
    if let Some(account) = &account {
        // What answers is the AWS CLI that is installed.
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
        match run.answer::<AccessKeys>() {
            Some(keys) => findings.extend(old_keys(facts, ours, &keys)),
            None => findings.push(not_listed(facts, ours, run, settings)),
        }
    }
    findings
}

fn not_listed(facts: &Facts<'_, '_>, ours: &Resolution, run: &Run, settings: &Settings) -> Finding {
    let Refusal { message, hint } = refused(run, ours, facts.world, settings);
    let is_denied = run.stderr.contains("AccessDenied") || run.stderr.contains("not authorized");
    let finding = Finding::new(Check::AccessKeysNotListed, Origin::Default, message);
    if is_denied { finding } else { finding.with_remedy(hint) }
}

fn old_keys(facts: &Facts<'_, '_>, ours: &Resolution, keys: &AccessKeys) -> Vec<Finding> {
    let active = || keys.access_key_metadata.iter().filter(|key| key.is_active());
    let origin = base_origin(ours.credentials.as_ref());
    let old = |key: &AccessKey| {
        let days = key.days(&facts.world.clock)?;
        let id = &key.id;
        let end = id.char_indices().nth_back(3).map_or(&**id, |(at, _)| &id[at..]);
        let what = format!("the key ending in {end} is {days} days old");
        let finding = Finding::new(Check::AccessKeyOld, origin.clone(), what);
        Some(finding.with_remedy(rotation(ours, key, active().count())))
    };
    active().filter_map(old).collect()
}

/// Says where the keys at the end of a chain stand, as far as that is known.
fn base_origin(credentials: Option<&Credentials>) -> Origin {
    match credentials {
        Some(credentials) if credentials.base.is_none() => credentials.origin.clone(),
        _ => Origin::Default,
    }
}

/// Writes the steps that put a new key in an old one's place, a line each.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html>
fn rotation(ours: &Resolution, key: &AccessKey, active: usize) -> String {
    let user = key.user_name.as_deref().map(|user| format!(" --user-name {}", pasteable(user)));
    let user = user.unwrap_or_default();
    let keys = LongLived::of(ours);
    let profile = keys.as_ref().and_then(LongLived::profile);
    let flag = profile_flag(profile);
    let mut steps = Vec::new();
    if active > 1 {
        // A user has two keys at most.
        steps.push(format!("aws iam list-access-keys{user}{flag}   # delete the one not in use"));
    }
    steps.push(format!("aws iam create-access-key{user}{flag}"));
    steps.push(if matches!(keys, Some(LongLived::Exported)) {
        "put the new key where the old one is exported from".to_owned()
    } else {
        format!("aws configure{flag}   # type the new key in")
    });
    steps.push(format!("aws sts get-caller-identity{flag}   # does it work?"));
    for (verb, why) in [
        ("update-access-key --status Inactive", "once nothing else uses it"),
        ("delete-access-key", "some days later"),
    ] {
        steps.push(format!("aws iam {verb} --access-key-id OLD{user}{flag}   # {why}"));
    }
    steps.join("\n")
}
