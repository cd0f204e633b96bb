//! The fields of [`Rules`] one by one, so that the one which makes a client differ can be found by
//! substitution; and what there is to say of each.

use super::rules::Rules;

/// A field of the rules.
pub(in crate::aws) struct RuleField {
    /// Puts the field of the second rules into the first.
    pub(in crate::aws) put: fn(&mut Rules, &Rules),
    pub(in crate::aws) why: Why,
}

/// Why a client differs that has another value in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::aws) enum Why {
    /// A reason, and what would bring the clients together.
    Says(&'static str, Option<&'static str>),
    /// The same, where removing the exported credentials would bring them together.
    SaysOfExported(&'static str),
    /// What it says depends on names and values of the situation.
    ProfileVariables,
    EmptyVariable,
    AbsentProfile,
    Order,
    Dialect,
    Chain,
    IdVariables,
    EnvironmentKeys,
    HalfKeys,
    WithoutSource,
    KeptSession,
    RegionVariables,
    EmptyRegion,
    RegionCheck,
}

macro_rules! fields {
    ($($($field:ident).+ => $why:expr,)+) => {
        &[$(RuleField { put: |ours, theirs| ours.$($field).+ = theirs.$($field).+, why: $why }),+]
    };
}

/// The fields, those first whose reason says most. Each cites its rule in [`Rules`].
pub(in crate::aws) const FIELDS: &[RuleField] = {
    use Why::{Says, SaysOfExported};
    const TOKEN: Why = Says("reads the session token from other places", None);
    const SESSION: Why = Says("reads the dates and the renewal of a session differently", None);
    const SOURCE: Why = Says("follows source profiles differently", None);
    const SSO: Why = Says("takes other settings for those of IAM Identity Center", None);
    const FATAL: Why = Says("does not check the settings that stop the AWS CLI", None);
    fields! {
        profile_variables => Why::ProfileVariables,
        empty_flag_is_unset => Says("takes an empty --profile at its word", None),
        empty_variable_is_unset => Why::EmptyVariable,
        absent_profile => Why::AbsentProfile,
        dialect => Why::Dialect,
        order => Why::Order,
        refuses_directories => Says("refuses a directory in the place of a file", None),
        keys.half_keys_refused => Why::HalfKeys,
        keys.environment => Why::EnvironmentKeys,
        keys.id_variables => Why::IdVariables,
        keys.secret_variables => SaysOfExported("reads the secret key from other variables too"),
        keys.blank_is_unset => Says("treats a blank variable as unset", None),
        keys.has_environment_expiry => Says("does not read AWS_CREDENTIAL_EXPIRATION", None),
        keys.joined => Says("joins the keys of the two files", None),
        roles.without_source => Why::WithoutSource,
        chain => Why::Chain,
        roles.mfa => Says("ignores mfa_serial", None),
        roles.has_cache => Why::KeptSession,
        sso.has_cache => Why::KeptSession,
        roles.web_identity_kept_by_token => Why::KeptSession,
        keys.token_variables => TOKEN,
        keys.token_keys => TOKEN,
        sso.legacy_token_expires => Says("tries the session that has ended", None),
        sso.dates => SESSION,
        sso.renewal => SESSION,
        sso.takes_path_literally => Says("looks for sessions at another path", None),
        sso.marks => SSO,
        sso.repeated => SSO,
        sso.without_start_url => SSO,
        sso.without_role => SSO,
        roles.source_keys => SOURCE,
        roles.repetition => SOURCE,
        roles.missing_source => SOURCE,
        roles.poor_source => SOURCE,
        roles.poor_self => SOURCE,
        source_profile_chain => SOURCE,
        roles.credential_source_ignores_case => Says("reads credential_source in any case", None),
        roles.unknown_credential_source => Says("skips an unknown credential_source", None),
        roles.empty_credential_source => Says("skips a credential_source without keys", None),
        roles.web_identity_needs_role => Says("skips a web identity without a role", None),
        roles.checks_lengths => Says("does not check the length of settings", None),
        roles.needs_region => Says("assumes no role without a region", Some("give the profile a region")),
        empty_key_is_unset => Says("treats an empty key as unset", None),
        region_variables => Why::RegionVariables,
        empty_region_is_unset => Why::EmptyRegion,
        region_of_source_profile => Says(
            "takes the region of the source profile",
            Some("give the profile a region"),
        ),
        region_check => Why::RegionCheck,
        checks_profile_first => Says("checks the profile before anything else", None),
        comes_back_for_process => Says("tries credential_process last", None),
        has_stumbling_blocks => FATAL,
    }
};
