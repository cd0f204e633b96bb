//! What differs between the clients: the columns of `docs/guide/src/resolution.md`.

use super::Client;
use super::rules::{
    AbsentProfile, EnvironmentKeysIgnored, FipsNames, JoinedKeys, KeyRules, MetadataSwitch, Mfa,
    OnMissing, Order, RegionCheck, Repeated, RepeatedSource, RoleRules, Rules, SentValues,
    SourceKeys, SsoRules, TokenDates, TokenRenewal, WithoutSource,
};
use crate::aws::failure::FailureKind;
use crate::aws::provider::Provider;
use crate::aws::reader::Dialect;
use crate::aws::world::Writing;

/// What AWS CLI v2, v1 and boto3 have in common.
const PYTHON: Rules = Rules {
    dialect: Dialect::Python,
    refuses_directories: false,
    profile_variables: &["AWS_DEFAULT_PROFILE", "AWS_PROFILE"],
    empty_variable_is_unset: false,
    empty_key_is_unset: false,
    empty_flag_is_unset: true,
    absent_profile: AbsentProfile::Refused,
    order: Order::FilesRegionProfile,
    region_variables: &["AWS_DEFAULT_REGION"],
    empty_region_is_unset: false,
    region_of_source_profile: false,
    region_check: RegionCheck::First,
    fips_names: FipsNames::Anywhere,
    outputs: &["json", "text", "table"],
    chain: &[
        Provider::Environment,
        Provider::AssumeRole,
        Provider::WebIdentity,
        Provider::Sso,
        Provider::CredentialsFile,
        Provider::Login,
        Provider::Process,
        Provider::ConfigFile,
        Provider::LegacyFiles,
        Provider::Container,
        Provider::InstanceMetadata,
    ],
    source_profile_chain: &[
        Provider::WebIdentity,
        Provider::Sso,
        Provider::CredentialsFile,
        Provider::Login,
        Provider::Process,
        Provider::ConfigFile,
    ],
    keys: KeyRules {
        id_variables: &["AWS_ACCESS_KEY_ID"],
        secret_variables: &["AWS_SECRET_ACCESS_KEY"],
        blank_is_unset: false,
        token_variables: &["AWS_SECURITY_TOKEN", "AWS_SESSION_TOKEN"],
        token_keys: &["aws_security_token", "aws_session_token"],
        environment_ignored: EnvironmentKeysIgnored::UnderFlag,
        half_keys_refused: true,
        has_environment_expiry: true,
        sent: SentValues::WithoutLineBreaks,
        joined: JoinedKeys::Each,
    },
    roles: RoleRules {
        without_source: WithoutSource::Refused(FailureKind::PartialCredentials),
        missing_source: OnMissing::Fail(FailureKind::InvalidConfig),
        poor_source: OnMissing::Fail(FailureKind::InvalidConfig),
        poor_self: OnMissing::Fail(FailureKind::InvalidConfig),
        repeated_source: RepeatedSource::OnlySelfWithKeys,
        source_keys: SourceKeys::BeforeItsRole,
        credential_source_ignores_case: false,
        unknown_credential_source: OnMissing::Fail(FailureKind::InvalidConfig),
        empty_credential_source: OnMissing::Fail(FailureKind::NoCredentials),
        needs_region: false,
        web_identity_needs_role: false,
        mfa: Mfa::Asked,
        has_cache: true,
        web_identity_kept_by_token: false,
        checks_lengths: true,
    },
    sso: SsoRules {
        marks: &["sso_account_id", "sso_role_name"],
        repeated: Repeated::Same,
        incomplete: FailureKind::Sso,
        without_start_url: OnMissing::Fail(FailureKind::Sso),
        without_role: OnMissing::Fail(FailureKind::Sso),
        no_token: FailureKind::SsoToken,
        expired: FailureKind::Expired,
        legacy_token_expires: true,
        dates: TokenDates::Any,
        renewal: TokenRenewal::WhileRegistered,
        has_cache: false,
        takes_path_literally: false,
    },
    metadata_switch: MetadataSwitch::True,
    metadata_ignores_flag: false,
    login_needs_extra: true,
    checks_profile_first: false,
    comes_back_for_process: false,
    has_stumbling_blocks: true,
    writing: Some(Writing::ByReplacing),
    reads_aliases: true,
    loads_plugins: false,
    settings: Client::AwsCliV1,
};

/// The output formats of AWS CLI v2 (section 6).
pub(crate) const OUTPUTS: [&str; 6] = ["json", "text", "table", "yaml", "yaml-stream", "off"];

pub(super) const AWS_CLI_V2: Rules = Rules {
    profile_variables: &["AWS_PROFILE", "AWS_DEFAULT_PROFILE"],
    region_variables: &["AWS_REGION", "AWS_DEFAULT_REGION"],
    sso: SsoRules { has_cache: true, ..PYTHON.sso },
    login_needs_extra: false,
    outputs: &OUTPUTS,
    writing: Some(Writing::InPlace),
    settings: Client::AwsCliV2,
    ..PYTHON
};

pub(super) const AWS_CLI_V1: Rules = Rules {
    roles: RoleRules { web_identity_kept_by_token: true, ..PYTHON.roles },
    loads_plugins: true,
    ..PYTHON
};

pub(super) const BOTO3: Rules = Rules {
    order: Order::ProfileFilesRegion,
    outputs: &[],
    roles: RoleRules { has_cache: false, ..PYTHON.roles },
    reads_aliases: false,
    settings: Client::Boto3,
    ..PYTHON
};

/// What the SDKs have in common, in which they differ from the Python clients.
const SDK: Rules = Rules {
    order: Order::Independent,
    outputs: &[],
    keys: KeyRules {
        token_variables: &["AWS_SESSION_TOKEN"],
        token_keys: &["aws_session_token"],
        sent: SentValues::Any,
        half_keys_refused: false,
        has_environment_expiry: false,
        ..PYTHON.keys
    },
    roles: RoleRules { has_cache: false, checks_lengths: false, ..PYTHON.roles },
    sso: SsoRules {
        marks: &["sso_account_id", "sso_role_name", "sso_session", "sso_start_url", "sso_region"],
        ..PYTHON.sso
    },
    login_needs_extra: false,
    has_stumbling_blocks: false,
    writing: None,
    reads_aliases: false,
    settings: Client::RustSdk,
    ..PYTHON
};

pub(super) const RUST_SDK: Rules = Rules {
    dialect: Dialect::Rust,
    profile_variables: &["AWS_PROFILE"],
    empty_flag_is_unset: false,
    absent_profile: AbsentProfile::Empty,
    region_variables: &["AWS_REGION", "AWS_DEFAULT_REGION"],
    region_of_source_profile: true,
    region_check: RegionCheck::Last,
    fips_names: FipsNames::Never,
    chain: &[
        Provider::Environment,
        Provider::AssumeRole,
        Provider::CredentialSource,
        Provider::ProfileWebIdentity,
        Provider::Sso,
        Provider::Login,
        Provider::Process,
        Provider::SharedFiles,
        Provider::EnvironmentWebIdentity,
        Provider::Container,
        Provider::InstanceMetadata,
    ],
    source_profile_chain: &[
        Provider::CredentialSource,
        Provider::ProfileWebIdentity,
        Provider::Sso,
        Provider::Login,
        Provider::Process,
        Provider::SharedFiles,
    ],
    keys: KeyRules {
        secret_variables: &["AWS_SECRET_ACCESS_KEY", "SECRET_ACCESS_KEY"],
        blank_is_unset: true,
        environment_ignored: EnvironmentKeysIgnored::Never,
        ..SDK.keys
    },
    roles: RoleRules {
        without_source: WithoutSource::Refused(FailureKind::InvalidConfig),
        missing_source: OnMissing::Skip(FailureKind::NoCredentials),
        poor_self: OnMissing::Skip(FailureKind::NoCredentials),
        repeated_source: RepeatedSource::OnlySelf,
        source_keys: SourceKeys::First,
        credential_source_ignores_case: true,
        needs_region: true,
        mfa: Mfa::Ignored,
        ..SDK.roles
    },
    sso: SsoRules {
        repeated: Repeated::Nothing,
        without_start_url: OnMissing::Skip(FailureKind::NoCredentials),
        without_role: OnMissing::Skip(FailureKind::Sso),
        no_token: FailureKind::Sso,
        legacy_token_expires: false,
        dates: TokenDates::Zulu,
        ..SDK.sso
    },
    ..SDK
};

pub(super) const JS_SDK: Rules = Rules {
    dialect: Dialect::JavaScript,
    profile_variables: &["AWS_PROFILE"],
    empty_variable_is_unset: true,
    absent_profile: AbsentProfile::Empty,
    region_variables: &["AWS_REGION"],
    region_check: RegionCheck::Dropped,
    fips_names: FipsNames::AtEnds,
    chain: &[
        Provider::Environment,
        Provider::AssumeRole,
        Provider::SharedFiles,
        Provider::ProfileWebIdentity,
        Provider::Process,
        Provider::Sso,
        Provider::Login,
        Provider::EnvironmentWebIdentity,
        Provider::Container,
        Provider::InstanceMetadata,
    ],
    source_profile_chain: &[
        Provider::CredentialSource,
        Provider::ProfileWebIdentity,
        Provider::Process,
        Provider::Sso,
        Provider::Login,
    ],
    keys: KeyRules {
        environment_ignored: EnvironmentKeysIgnored::UnderChosenProfile,
        sent: SentValues::OfLatin1,
        joined: JoinedKeys::EachIfWhole,
        ..SDK.keys
    },
    roles: RoleRules {
        without_source: WithoutSource::NotAssumed,
        missing_source: OnMissing::Skip(FailureKind::NoCredentials),
        poor_source: OnMissing::Skip(FailureKind::NoCredentials),
        poor_self: OnMissing::Skip(FailureKind::NoCredentials),
        repeated_source: RepeatedSource::WithKeys,
        source_keys: SourceKeys::First,
        unknown_credential_source: OnMissing::Skip(FailureKind::NoCredentials),
        empty_credential_source: OnMissing::Skip(FailureKind::NoCredentials),
        web_identity_needs_role: true,
        mfa: Mfa::Refused,
        ..SDK.roles
    },
    sso: SsoRules {
        repeated: Repeated::Overridden,
        no_token: FailureKind::Sso,
        dates: TokenDates::Whatever,
        renewal: TokenRenewal::Demanded,
        takes_path_literally: true,
        ..SDK.sso
    },
    metadata_switch: MetadataSwitch::AllButFalse,
    metadata_ignores_flag: true,
    comes_back_for_process: true,
    settings: Client::JsSdk,
    ..SDK
};

pub(super) const TERRAFORM: Rules = Rules {
    dialect: Dialect::Go,
    refuses_directories: true,
    profile_variables: &["AWS_PROFILE", "AWS_DEFAULT_PROFILE"],
    empty_variable_is_unset: true,
    empty_key_is_unset: true,
    absent_profile: AbsentProfile::RefusedUnlessNamedBy("AWS_DEFAULT_PROFILE"),
    region_variables: &["AWS_REGION", "AWS_DEFAULT_REGION"],
    empty_region_is_unset: true,
    region_check: RegionCheck::None,
    fips_names: FipsNames::Anywhere,
    chain: &[
        Provider::Environment,
        Provider::EnvironmentWebIdentity,
        Provider::AssumeRole,
        Provider::SharedFiles,
        Provider::ProfileWebIdentity,
        Provider::Sso,
        Provider::Process,
        Provider::Container,
        Provider::InstanceMetadata,
    ],
    source_profile_chain: &[
        Provider::SharedFiles,
        Provider::ProfileWebIdentity,
        Provider::Sso,
        Provider::Process,
    ],
    keys: KeyRules {
        id_variables: &["AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY"],
        secret_variables: &["AWS_SECRET_ACCESS_KEY", "AWS_SECRET_KEY"],
        environment_ignored: EnvironmentKeysIgnored::UnderFlag,
        joined: JoinedKeys::Paired,
        ..SDK.keys
    },
    roles: RoleRules {
        without_source: WithoutSource::OwnCredentials,
        repeated_source: RepeatedSource::WithoutRole,
        source_keys: SourceKeys::AssumeItsRole,
        mfa: Mfa::Refused,
        ..SDK.roles
    },
    sso: SsoRules {
        repeated: Repeated::SameRegionAndUrl,
        incomplete: FailureKind::InvalidConfig,
        without_start_url: OnMissing::Fail(FailureKind::InvalidConfig),
        without_role: OnMissing::Fail(FailureKind::InvalidConfig),
        no_token: FailureKind::NoCredentials,
        expired: FailureKind::NoCredentials,
        dates: TokenDates::WithOffset,
        renewal: TokenRenewal::AtTheEnd,
        ..SDK.sso
    },
    checks_profile_first: true,
    settings: Client::Terraform,
    ..SDK
};
