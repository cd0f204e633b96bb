//! Which rule sends another client elsewhere than AWS CLI v2.

use super::is_kept_session;
use crate::aws::{
    client::{EnvironmentKeys, RegionCheck, Rules, WithoutSource},
    credentials::unset_credentials,
    failure::FailureKind,
    provider::Provider,
    reader::{AwsFile, Dialect},
    resolution::{Facts, Resolution},
    resolve::is_valid_region,
    sourced::Origin,
};

/// Why a client differs, and what would bring it together with AWS CLI v2; nothing where the
/// client's own message says it all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reason {
    pub(crate) why: String,
    pub(crate) remedy: Option<String>,
}

impl Reason {
    fn new(why: impl Into<String>) -> Self {
        Self { why: why.into(), remedy: None }
    }

    fn mended_by(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }
}

/// Finds the rule that makes a client differ.
pub(crate) fn reason(facts: &Facts<'_, '_>, ours: &Resolution, theirs: &Resolution) -> Reason {
    let comparison = Comparison { facts, ours, theirs, rules: theirs.client.rules() };
    comparison
        .of_profile()
        .or_else(|| comparison.of_files())
        .or_else(|| comparison.of_failure())
        .or_else(|| comparison.of_sight())
        .or_else(|| comparison.of_provider())
        .or_else(|| comparison.of_details())
        .or_else(|| comparison.of_region())
        .or_else(|| comparison.of_dialect())
        .unwrap_or_default()
}

struct Comparison<'a, 'w> {
    facts: &'a Facts<'a, 'w>,
    ours: &'a Resolution,
    theirs: &'a Resolution,
    rules: &'static Rules,
}

impl Comparison<'_, '_> {
    /// Rules 4.1 to 4.6: which variable chooses the profile.
    fn of_profile(&self) -> Option<Reason> {
        let (ours, theirs) = (self.ours.profile.as_ref(), self.theirs.profile.as_ref()?);
        let Some(ours) = ours else {
            // AWS CLI v2 has not come as far as the profile.
            return None;
        };
        if ours.value == theirs.value {
            return None;
        }
        let Origin::Environment(variable) = &ours.origin else {
            return Some(Reason::new("takes an empty --profile at its word"));
        };
        if ours.value.is_empty() {
            let why = format!("takes an empty {variable} for none");
            return Some(Reason::new(why).mended_by(format!("unset {variable}")));
        }
        if !self.rules.profile_variables.contains(&variable.as_str()) {
            let why = format!("does not know {variable}");
            return Some(Reason::new(why).mended_by("choose with AWS_PROFILE, which all read"));
        }
        let Origin::Environment(stronger) = &theirs.origin else { return None };
        let why = format!("{stronger} goes before {variable}");
        Some(Reason::new(why).mended_by(format!("unset {stronger}")))
    }

    /// Rules 1.3 to 1.7: which files are read.
    fn of_files(&self) -> Option<Reason> {
        let locations = &self.facts.world.locations;
        if locations.has_same_files(self.rules.dialect) {
            return None;
        }
        let theirs = locations.files(self.rules.dialect);
        let mut files = [AwsFile::Config, AwsFile::Credentials]
            .into_iter()
            .map(|file| (locations.files.of(file), theirs.of(file)));
        let (ours, theirs) = files.find(|(ours, theirs)| ours.path != theirs.path)?;
        let Origin::Environment(variable) = &ours.named_by else { return None };
        let is_empty = self.facts.world.environment.non_empty(variable).is_none();
        Some(if is_empty {
            let why =
                format!("takes an empty {variable} for none, and reads {}", theirs.path.display());
            Reason::new(why).mended_by(format!("unset {variable}"))
        } else {
            let why = format!("takes what {variable} says literally");
            Reason::new(why).mended_by("write the path out in full")
        })
    }

    /// What stops AWS CLI v2, and not the client.
    fn of_failure(&self) -> Option<Reason> {
        let failure = self.ours.failure.as_ref()?;
        let provider = self.theirs.credentials.as_ref().map(|credentials| credentials.provider);
        let runs_on_keys = provider == Some(Provider::Environment);
        let why = match (failure.kind, failure.provider) {
            (FailureKind::ConfigParse { .. }, _) => match self.rules.dialect {
                Dialect::Rust if runs_on_keys => "exported keys work without the files",
                Dialect::Rust => "joins what stands twice; other slips stop it",
                _ => "skips what it does not understand",
            },
            (FailureKind::ProfileNotFound, _) if runs_on_keys => {
                "exported keys work without the profile"
            }
            (FailureKind::ProfileNotFound, _) => {
                let why = "finds a section that the AWS CLI does not take for this profile's";
                let remedy = "write its header alone in a line, in the first column";
                return Some(Reason::new(why).mended_by(remedy));
            }
            (FailureKind::PartialCredentials, Some(Provider::Environment)) => {
                let why = "passes over AWS_ACCESS_KEY_ID without its secret";
                return Some(Reason::new(why).mended_by("unset AWS_ACCESS_KEY_ID"));
            }
            (FailureKind::PartialCredentials, Some(Provider::AssumeRole)) => {
                match self.rules.roles.without_source {
                    WithoutSource::NotAssumed => "a role_arn without source is no role to it",
                    _ => "assumes the role with the profile's own credentials",
                }
            }
            (FailureKind::PartialCredentials, _) => "joins the keys of the two files",
            (FailureKind::Expired | FailureKind::ExpiryUnparsable, Some(Provider::Environment)) => {
                if !runs_on_keys {
                    return self.of_order(Provider::Environment);
                }
                "does not heed AWS_CREDENTIAL_EXPIRATION"
            }
            (FailureKind::Expired, _) => "tries the session that has ended",
            (FailureKind::InvalidRegion, _) => {
                if let Some(reason) = self.of_region() {
                    return Some(reason);
                }
                let region = self.ours.region.as_ref()?.value.to_string_lossy();
                match self.rules.region_check {
                    _ if has_comment(&region) => return Some(of_comments()),
                    RegionCheck::None => "checks no region",
                    _ => "has another idea of a region's form",
                }
            }
            (FailureKind::SsoToken | FailureKind::Sso, _) if provider != Some(Provider::Sso) => {
                return self.of_order(Provider::Sso);
            }
            _ => return None,
        };
        Some(Reason::new(why))
    }

    /// Section 2: a profile that the client does not see.
    fn of_sight(&self) -> Option<Reason> {
        let name = self.ours.profile.as_ref()?.value.to_str()?;
        self.facts.profiles().ok()?.find(name)?;
        let theirs = self.facts.files.by(self.rules.dialect).as_ref().ok()?;
        if theirs.find(name).is_some() {
            return None;
        }
        let why = "does not see a profile whose name has other signs than letters, digits and _.-";
        let is_odd = !name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b));
        let why = if is_odd { why } else { "reads the name of the section differently" };
        Some(Reason::new(why).mended_by("write [profile NAME], one blank, nothing quoted"))
    }

    /// Rule 7A: which place for credentials comes first.
    fn of_provider(&self) -> Option<Reason> {
        let ours = self.ours.credentials.as_ref()?.provider;
        let theirs = match (&self.theirs.credentials, &self.theirs.failure) {
            (Some(credentials), _) => Some(credentials.provider),
            (None, failure) => failure.as_ref().and_then(|failure| failure.provider),
        };
        if theirs.is_some_and(|theirs| theirs.is_same_place(ours)) {
            return None;
        }
        self.of_order(ours)
    }

    /// Says why the client does not come to the place that serves AWS CLI v2.
    fn of_order(&self, ours: Provider) -> Option<Reason> {
        let theirs = self.theirs.credentials.as_ref().map(|credentials| credentials.provider);
        let position =
            |wanted: Provider| self.rules.chain.iter().position(|p| p.is_same_place(wanted));
        let is_known = position(ours).is_some();
        match (ours, theirs) {
            (Provider::Environment, _)
                if self.rules.keys.environment == EnvironmentKeys::UnderChosenProfile =>
            {
                let why = "a chosen profile goes before exported keys";
                Some(Reason::new(why).mended_by(self.unset()))
            }
            (_, Some(Provider::Environment)) => {
                let origin = self.theirs.credentials.as_ref().map(|found| &found.origin);
                let why = match origin {
                    Some(Origin::Environment(name)) if name != "AWS_ACCESS_KEY_ID" => {
                        format!("takes {name} for AWS_ACCESS_KEY_ID")
                    }
                    _ => "exported keys go before a profile that it is given".into(),
                };
                Some(Reason::new(why).mended_by(self.unset()))
            }
            (Provider::WebIdentity, Some(_)) => {
                let why = "the profile goes before the web identity of the environment";
                Some(Reason::new(why).mended_by(self.unset()))
            }
            _ if !is_known => Some(Reason::new(format!("does not know {}", ours.described()))),
            (_, Some(theirs)) => {
                let why = format!("looks for {} before {}", theirs.described(), ours.described());
                Some(Reason::new(why).mended_by("keep one of them in the profile"))
            }
            (_, None) => None,
        }
    }

    fn unset(&self) -> String {
        unset_credentials(&self.facts.world.environment)
    }

    /// Rules 3.2, 3.3, 7.15 and 9.5: what goes with the same credentials.
    fn of_details(&self) -> Option<Reason> {
        let (ours, theirs) = (self.ours.credentials.as_ref()?, self.theirs.credentials.as_ref()?);
        if let Some(caveat) = self.theirs.caveat() {
            return Some(Reason::new(caveat));
        }
        if !self.theirs.is_ok() {
            return None;
        }
        if ours.asks_mfa && !theirs.asks_mfa {
            return Some(Reason::new("ignores mfa_serial"));
        }
        if theirs.asks_mfa && !ours.asks_mfa {
            return Some(Reason::new("does not use the session that the AWS CLI keeps"));
        }
        if is_kept_session(ours) && !is_kept_session(theirs) {
            let reason = Reason::new("does not use the session that the AWS CLI keeps");
            return Some(match ours.expires.as_ref().map(|expires| &expires.at.origin) {
                Some(Origin::File { path, .. }) => {
                    reason.mended_by(format!("rm {}", path.display()))
                }
                _ => reason,
            });
        }
        if ours.session_token != theirs.session_token {
            return Some(Reason::new("looks elsewhere for the session token"));
        }
        None
    }

    /// Rules 5.1 to 5.9: which variable or profile has the region.
    fn of_region(&self) -> Option<Reason> {
        let (ours, theirs) = (self.ours.region.as_ref(), self.theirs.region.as_ref());
        let both = |region: &std::ffi::OsStr| {
            let region = region.to_string_lossy();
            format!("export AWS_REGION={region} AWS_DEFAULT_REGION={region}")
        };
        let is_usable = |region: &std::ffi::OsStr| !region.is_empty() && is_valid_region(region);
        match (ours, theirs) {
            (Some(ours), _) => {
                let Origin::Environment(variable) = &ours.origin else { return None };
                let is_read = self.rules.region_variables.contains(&variable.as_str());
                let unset = format!("unset {variable}");
                if !is_read {
                    let remedy = if is_usable(&ours.value) { both(&ours.value) } else { unset };
                    let why = format!("does not read {variable}");
                    return Some(Reason::new(why).mended_by(remedy));
                }
                let why = format!("takes an empty {variable} for none");
                let is_skipped = ours.value.is_empty() && self.rules.empty_region_is_unset;
                is_skipped.then(|| Reason::new(why).mended_by(unset))
            }
            (None, Some(_)) if self.rules.region_of_source_profile => {
                let why = "takes the region of the source profile";
                Some(Reason::new(why).mended_by("give the profile a region"))
            }
            (None, _) => None,
        }
    }

    /// Section 2: what the same lines mean.
    fn of_dialect(&self) -> Option<Reason> {
        let name = self.ours.profile.as_ref().and_then(|profile| profile.value.to_str())?;
        let profiles = self.facts.profiles().ok()?;
        let ours = profiles.find(name)?;
        let says_enough = self.theirs.failure.as_ref().is_some_and(|failure| {
            !matches!(failure.kind, FailureKind::NoCredentials | FailureKind::ProfileNotFound)
        });
        if says_enough || self.rules.dialect == Dialect::Python {
            return None;
        }
        if ours.settings().any(|(_, value)| has_comment(value)) {
            return Some(of_comments());
        }
        if ours.settings().any(|(_, value)| value.find('\n').is_some_and(|at| at > 0)) {
            let why = "an indented line is no part of the value before it";
            return Some(Reason::new(why).mended_by("begin the line in the first column"));
        }
        if profiles.have_lender() {
            let why = "[DEFAULT] lends nothing to profiles";
            let remedy = "write its keys into the profiles that need them";
            return Some(Reason::new(why).mended_by(remedy));
        }
        if name == "default" && profiles.have_two_defaults() {
            let why = "[profile default] goes before [default]";
            return Some(Reason::new(why).mended_by("keep one of the two"));
        }
        let theirs = match self.facts.files.by(self.rules.dialect) {
            Ok(profiles) => profiles.find(name)?,
            Err(error) => {
                let files = self.facts.world.locations.files(self.rules.dialect);
                let why = format!("refuses to read {}", error.described(files));
                return Some(Reason::new(why));
            }
        };
        if theirs.settings().any(|(key, _)| key.contains(char::is_uppercase)) {
            let why = "a key in capitals is another key";
            return Some(Reason::new(why).mended_by("write keys in small letters"));
        }
        self.theirs.is_ok().then(|| Reason::new("reads the same lines differently"))
    }
}

/// Tells whether a value ends in what its author took for a comment (rule 2A.1).
pub(crate) fn has_comment(value: &str) -> bool {
    let line = value.lines().next().unwrap_or_default();
    [" #", " ;", "\t#", "\t;"].into_iter().any(|mark| line.contains(mark))
}

fn of_comments() -> Reason {
    Reason::new("cuts comments off values").mended_by("give the comment a line of its own")
}
