//! The reason why another client differs from AWS CLI v2, by the rule that makes it differ.

use super::is_kept_session;
use crate::aws::cause::Cause;
use crate::aws::client::{EnvironmentKeysIgnored, JoinedKeys, RegionCheck, Rules, WithoutSource};
use crate::aws::environment::Environment;
use crate::aws::failure::FailureKind;
use crate::aws::profiles::{Profile, Profiles, SectionKind};
use crate::aws::provider::Provider;
use crate::aws::reader::{AwsFile, Dialect};
use crate::aws::region_form::is_valid_region;
use crate::aws::regions::{is_known_region, meant_region};
use crate::aws::remedy::{Remedy, remedy};
use crate::aws::resolution::{Facts, Resolution};
use crate::aws::sourced::Origin;
use crate::printable::short_path;

/// Why a client differs, and what would make it agree with AWS CLI v2; empty where the client's
/// own message says it all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reason {
    pub(crate) why: String,
    pub(crate) remedy: Option<Remedy>,
}

impl Reason {
    pub(super) fn new(why: impl Into<String>) -> Self {
        Self { why: why.into(), remedy: None }
    }

    pub(super) fn with(why: impl Into<String>, remedy: Remedy) -> Self {
        Self { why: why.into(), remedy: Some(remedy) }
    }
}

/// The two outcomes, and what they come from.
pub(super) struct Comparison<'a, 'w> {
    pub(super) facts: &'a Facts<'a, 'w>,
    pub(super) ours: &'a Resolution,
    pub(super) theirs: &'a Resolution,
    /// Those of the other client.
    pub(super) rules: &'a Rules,
}

impl Comparison<'_, '_> {
    /// Gives a fixed reason, unless the client's own message says more.
    pub(super) fn says(&self, why: &str) -> Option<Reason> {
        (!self.is_told_by_failure()).then(|| Reason::new(why))
    }

    /// Tells whether the client refuses to run, and says of what.
    fn is_told_by_failure(&self) -> bool {
        self.theirs.failure.as_ref().is_some_and(|failure| {
            !matches!(failure.kind, FailureKind::NoCredentials | FailureKind::ProfileNotFound)
        })
    }

    /// Gives the first reason if the client works with exported keys, else the second.
    pub(super) fn exported_keys_or(&self, exported: &str, otherwise: &str) -> Reason {
        let found = self.theirs.credentials.as_ref();
        let is_exported = found.is_some_and(|found| found.provider == Provider::Environment);
        Reason::new(if is_exported { exported } else { otherwise })
    }

    /// Rule 7.1: exported keys and a chosen profile.
    pub(super) fn of_environment_keys(&self) -> Reason {
        let why = match self.rules.keys.environment_ignored {
            EnvironmentKeysIgnored::UnderChosenProfile => {
                "a chosen profile takes precedence over exported keys"
            }
            _ => "exported keys take precedence over --profile",
        };
        Reason::with(why, self.unset())
    }

    /// Rule 7.2: which variable has the key id.
    pub(super) fn of_id_variables(&self) -> Option<Reason> {
        let variable = self.theirs.credentials.as_ref()?.origin.variable()?;
        let why = format!("reads {variable} as AWS_ACCESS_KEY_ID");
        (variable != "AWS_ACCESS_KEY_ID").then(|| Reason::with(why, self.unset()))
    }

    /// Rule 7.5: what a role without a source is assumed with.
    pub(super) fn of_role_without_source(&self) -> Reason {
        Reason::new(match self.rules.roles.without_source {
            WithoutSource::NotAssumed => "ignores a role_arn without a source",
            _ => "assumes the role with the profile's own credentials",
        })
    }

    /// Rules 4.1 to 4.3: which variable chooses the profile.
    pub(super) fn of_profile_variables(&self) -> Option<Reason> {
        let variable = self.ours.profile.as_ref()?.origin.variable()?;
        if !self.rules.profile_variables.contains(&variable) {
            let why = format!("does not read {variable}");
            return Some(Reason::with(why, remedy!("choose with AWS_PROFILE, which all read")));
        }
        let stronger = self.theirs.profile.as_ref()?.origin.variable()?;
        let why = format!("{stronger} takes precedence over {variable}");
        (stronger != variable).then(|| Reason::with(why, Remedy::unset(stronger.to_owned())))
    }

    /// Rules 4.4, 4.5 and 1.3: an empty variable.
    pub(super) fn of_empty_variable(&self) -> Option<Reason> {
        let profile = self.ours.profile.as_ref()?;
        let variable = profile.origin.variable()?;
        profile.value.is_empty().then(|| is_unset(variable))
    }

    /// Rules 1.3 to 1.7: which files are read.
    pub(super) fn of_files(&self) -> Option<Reason> {
        let locations = &self.facts.world.locations;
        let theirs = locations.files(self.rules.dialect);
        let (ours, theirs) = [AwsFile::Config, AwsFile::Credentials]
            .into_iter()
            .map(|file| (locations.files.of(file), theirs.of(file)))
            .find(|(ours, theirs)| ours.path != theirs.path)?;
        let variable = ours.named_by.variable()?;
        if self.environment().non_empty(variable).is_some() {
            let why = format!("does not expand the path in {variable}");
            return Some(Reason::with(why, remedy!("write the path out in full")));
        }
        let path = short_path(&theirs.path, locations.home.as_deref());
        let mut reason = is_unset(variable);
        reason.why += &format!(", and reads {path}");
        Some(reason)
    }

    /// Rule 7A: why the client does not use the place that AWS CLI v2 uses.
    pub(super) fn of_chain(&self) -> Option<Reason> {
        let ours = self.ours.provider()?;
        let theirs = self.their_place();
        let origin = self.ours.credentials.as_ref().map(|found| &found.origin);
        let is_exported = self.environment().non_empty("AWS_WEB_IDENTITY_TOKEN_FILE").is_some()
            || origin.is_some_and(|origin| origin.variable().is_some());
        if ours == Provider::WebIdentity && is_exported && theirs.is_some() {
            let why = "the profile takes precedence over the web identity of the environment";
            return Some(Reason::with(why, self.unset()));
        }
        if !self.rules.chain.iter().any(|place| place.is_same_place(ours)) {
            return Some(Reason::new(format!("does not know {}", ours.described())));
        }
        let theirs = theirs?;
        let mut places = self.rules.chain.iter();
        let first = places.find(|place| place.is_same_place(ours) || place.is_same_place(theirs));
        if first.is_some_and(|first| !first.is_same_place(ours)) {
            let why = format!("looks for {} before {}", theirs.described(), ours.described());
            return Some(Reason::with(why, remedy!("keep one of them in the profile")));
        }
        // Rules 3.2 and 3.4: what the client makes of the keys of the two files.
        let why = match self.rules.keys.joined {
            JoinedKeys::Paired => "takes both keys from one file",
            JoinedKeys::EachIfWhole if !theirs.is_same_place(ours) => "skips half a pair of keys",
            JoinedKeys::Each | JoinedKeys::EachIfWhole => "joins the keys of the two files",
        };
        ours.is_same_place(Provider::SharedFiles).then(|| Reason::new(why))
    }

    /// Returns the place in its chain that the client has its credentials from (rule 7.7).
    fn their_place(&self) -> Option<Provider> {
        let found = self.theirs.credentials.as_ref()?.provider;
        let is_of_host = matches!(found, Provider::Container | Provider::InstanceMetadata);
        let source = || {
            let name = self.theirs.profile.as_ref()?.value.to_str()?;
            let profiles = self.facts.files.by(self.rules.dialect).as_ref().ok()?;
            profiles.find(name)?.get("credential_source")
        };
        let is_named = is_of_host && self.rules.chain.contains(&Provider::CredentialSource);
        Some(if is_named && source().is_some() { Provider::CredentialSource } else { found })
    }

    fn environment(&self) -> &Environment {
        &self.facts.world.environment
    }

    pub(super) fn unset(&self) -> Remedy {
        Remedy::unset_credentials(self.environment())
    }

    /// Rules 9.5 and 9.6: the sessions that the AWS CLI keeps.
    pub(super) fn of_kept_session(&self) -> Reason {
        let why = "does not use the session that the AWS CLI keeps";
        let ours = self.ours.credentials.as_ref().filter(|ours| is_kept_session(ours));
        let expires = ours.and_then(|ours| ours.expires.as_ref());
        match expires.map(|expires| &expires.at.origin) {
            Some(Origin::File { path, .. }) => Reason::with(why, remedy!("rm {}", path.display())),
            _ => Reason::new(why),
        }
    }

    /// Rule 5.7: the region of a source profile, if there is one.
    pub(super) fn of_source_region(&self) -> Option<Reason> {
        let name = self.theirs.profile.as_ref()?.value.to_str()?;
        let profiles = self.facts.files.by(self.rules.dialect).as_ref().ok()?;
        profiles.find(name)?.get("source_profile")?;
        Some(needs_region("takes the region of the source profile"))
    }

    /// Rules 5.1 to 5.6: which variable has the region.
    pub(super) fn of_region(&self) -> Option<Reason> {
        let ours = self.ours.region.as_ref()?;
        let variable = ours.origin.variable()?;
        if self.rules.region_variables.contains(&variable) {
            return ours.value.is_empty().then(|| is_unset(variable));
        }
        let region = ours.value.to_string_lossy();
        let is_usable = !region.is_empty() && is_valid_region(&ours.value);
        // What no region is called is not spread.
        let is_known = is_known_region(&region) || self.ours.endpoint.is_some();
        let meant = if is_known { Some(&*region) } else { meant_region(&region) };
        let remedy = match meant.filter(|_| is_usable) {
            Some(region) => remedy!("export AWS_REGION={region} AWS_DEFAULT_REGION={region}"),
            None => Remedy::unset(variable.to_owned()),
        };
        Some(Reason::with(format!("does not read {variable}"), remedy))
    }

    /// Rule 7.19: the setting that AWS CLI v2 refuses.
    pub(super) fn of_refused_setting(&self) -> Option<Reason> {
        let failure = self.ours.failure.as_ref()?;
        self.says(&match *failure.cause {
            Cause::UnusableSetting { name, .. } => format!("does not refuse this {name}"),
            // Which of them it can use was not measured.
            Cause::MalformedEndpoint(_) => "does not check the endpoint, or not in this way".into(),
            _ => "does not check the settings that stop the AWS CLI".into(),
        })
    }

    /// Rule 5.10: what a malformed region means.
    pub(super) fn of_region_check(&self) -> Option<Reason> {
        let region = self.ours.region.as_ref()?.value.to_string_lossy();
        if region.is_empty() || has_comment(&region) {
            return None;
        }
        Some(Reason::new(match self.rules.region_check {
            RegionCheck::None => "does not check the region",
            _ => "accepts other names as regions",
        }))
    }

    /// Section 2: what the same lines mean.
    pub(super) fn of_dialect(&self) -> Option<Reason> {
        let ours = match self.facts.profiles() {
            Ok(profiles) => profiles,
            Err(_) if self.rules.dialect == Dialect::Rust => {
                return Some(Reason::new("merges duplicates, and stops at other errors"));
            }
            Err(_) => return Some(Reason::new("skips what it does not understand")),
        };
        let theirs = match self.facts.files.by(self.rules.dialect) {
            Ok(profiles) => profiles,
            Err(error) => {
                let locations = &self.facts.world.locations;
                let path = &locations.files(self.rules.dialect).of(error.file).path;
                let path = short_path(path, locations.home.as_deref());
                return Some(Reason::new(format!("rejects {}", error.syntax.described(&path))));
            }
        };
        if self.is_told_by_failure() {
            return None;
        }
        let name = self.ours.profile.as_ref()?.value.to_str()?;
        let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"_.-".contains(&b);
        let mut header = SectionKind::Profile.header(name);
        let (why, remedy) = match (ours.find(name), theirs.find(name)) {
            (None, None) => return None,
            (None, Some(found)) => {
                if found.is_in_credentials() {
                    name.clone_into(&mut header);
                }
                (
                    "finds a section that the AWS CLI does not take for this profile's",
                    remedy!("write [{header}] alone in a line, in the first column"),
                )
            }
            (Some(_), None) if name.bytes().all(is_plain) => (
                "reads the name of the section differently",
                remedy!("write [{header}], with one blank and no quotes"),
            ),
            (Some(_), None) => (
                "does not see a profile whose name has characters other than letters, digits and \
                 _.-",
                remedy!("give the profile a name of letters, digits and _.- alone"),
            ),
            (Some(profile), Some(other)) => return of_lines(ours, name, profile, other),
        };
        Some(Reason::with(why, remedy))
    }
}

pub(super) fn needs_region(why: &str) -> Reason {
    Reason::with(why, remedy!("give the profile a region"))
}

fn is_unset(variable: &str) -> Reason {
    let why = format!("treats an empty {variable} as unset");
    Reason::with(why, Remedy::unset(variable.to_owned()))
}

fn of_lines(
    profiles: &Profiles<'_>,
    name: &str,
    ours: Profile<'_, '_>,
    theirs: Profile<'_, '_>,
) -> Option<Reason> {
    // What is read alike is not the reason.
    let lines = |profile: Profile<'_, '_>| {
        let settings = profile.settings();
        let mut lines: Vec<_> =
            settings.map(|(key, setting)| (key.to_owned(), setting.value.to_owned())).collect();
        lines.sort();
        lines.dedup();
        lines
    };
    let has_lines_below = |value: &str| value.find('\n').is_some_and(|at| at > 0);
    let (why, remedy) = if ours.settings().any(|(_, setting)| has_comment(setting.value)) {
        ("cuts comments off values", remedy!("give the comment a line of its own"))
    } else if ours.settings().any(|(_, setting)| has_lines_below(setting.value)) {
        ("does not append an indented line to the value above", remedy!("do not indent the line"))
    } else if profiles.have_shared_keys() {
        (
            "does not apply [DEFAULT] to profiles",
            remedy!("write its keys into the profiles that need them"),
        )
    } else if name == "default" && profiles.have_two_defaults() {
        ("[profile default] takes precedence over [default]", remedy!("keep one of the two"))
    } else if theirs.settings().any(|(key, _)| key.contains(char::is_uppercase)) {
        ("distinguishes upper case in keys", remedy!("write keys in lower case"))
    } else if lines(ours) == lines(theirs) {
        return None;
    } else {
        return Some(Reason::new("reads the same lines differently"));
    };
    Some(Reason::with(why, remedy))
}

/// Tells whether a value ends in what its author took for a comment (rule 2A.1).
fn has_comment(value: &str) -> bool {
    let line = value.lines().next().unwrap_or_default();
    [" #", " ;", "\t#", "\t;"].into_iter().any(|mark| line.contains(mark))
}
