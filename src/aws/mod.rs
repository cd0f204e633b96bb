//! What AWS clients do: which profile, region and credentials they would use, and why.
//!
//! Everything here is pure: facts come in as a [`World`], answers go out as a
//! [`Resolution`]. Nothing here knows of prompts, shells or settings.
//! The code cites each rule's number in `docs/guide/src/resolution.md`.

mod account;
#[cfg(test)]
mod cache_tests;
pub(crate) mod caller;
mod cause;
mod client;
#[cfg(test)]
mod client_tests;
mod clock;
mod credentials;
pub(crate) mod difference;
mod environment;
mod expansion;
pub(crate) mod expiry;
mod failure;
mod fatal_settings;
mod fips;
mod flaws;
#[cfg(test)]
mod flaws_tests;
pub(crate) mod inventory;
mod key_flaws;
#[cfg(test)]
mod key_flaws_tests;
pub(crate) mod location;
mod misspelling;
mod misspelt_variable;
mod moment;
pub(crate) mod odd_characters;
mod plain_variables;
mod profiles;
mod program;
mod provider;
mod python_int;
mod reader;
mod region_form;
mod regions;
pub(crate) mod remedy;
mod resolution;
#[cfg(test)]
mod resolution_tests;
mod resolve;
mod role_flaws;
mod s3_keys;
pub(crate) mod sample;
#[cfg(test)]
mod secrecy_tests;
mod secret_form;
mod service_names;
#[cfg(test)]
mod situation;
mod source_profiles;
mod sourced;
mod summary;
mod verified;
mod world;
pub(crate) mod wrappers;

pub(crate) use account::{AccessKeyKind, Account, AccountId, Basis};
pub(crate) use cause::{Cause, ProcessCause, ProfileCause};
pub(crate) use client::{Client, OUTPUTS};
pub(crate) use clock::{Clock, earlier, later};
pub(crate) use credentials::{
    Credentials, LoginSession, LoginSessions, MOST_SOURCES, SessionLife, SessionState, role_name,
    scheme_and_host,
};
pub(crate) use environment::{Change, Environment, Platform};
pub(crate) use expansion::Homes;
pub(crate) use failure::{Failure, FailureKind};
pub(crate) use fatal_settings::{
    DamagedModel, damaged_models, damaged_parts, refused_aliases, refused_endpoint_variables,
    refused_history, refused_key_log, refused_service_endpoints, refused_variables,
};
pub(crate) use fips::MissingFips;
pub(crate) use flaws::{Examiner, Flaw, SessionFlaw, is_role_arn, is_start_url};
pub(crate) use key_flaws::{
    KeyFlaw, KeyPart, TOKEN_VARIABLES, TOKENS, exported_key, has_endpoint, rejected_keys,
};
pub(crate) use misspelling::KeyVerdict;
pub(crate) use misspelt_variable::meant_variable;
pub(crate) use moment::Moment;
pub(crate) use plain_variables::PLAIN_VARIABLES;
pub(crate) use profiles::{FileSection, ParsedFiles, Profile, Profiles, SectionKind, Setting};
pub(crate) use program::{ProgramCause, program_cause};
pub(crate) use provider::{Provider, Source};
pub(crate) use reader::encoding::{self, Decoded};
pub(crate) use reader::python::survey::{Continuation, ContinuationKind, Survey, survey};
pub(crate) use reader::python::{nested_entries, read_flat};
pub(crate) use reader::{
    AwsFile, Dialect, Document, Heading, SyntaxError, SyntaxErrorKind, known, words,
};
pub(crate) use region_form::is_valid_region;
pub(crate) use regions::{REGIONS, is_known_region, meant_region, region_of_partition};
pub(crate) use remedy::{OUTRANKING, Remedy, SWITCH, remedy};
pub(crate) use resolution::{Facts, Flags, Resolution};
#[cfg(test)]
pub(crate) use resolve::RESOLVED;
pub(crate) use resolve::{
    endpoint_service, exported, host_of, ours, refused_export, refused_profile, resolve,
};
pub(crate) use role_flaws::{RoleFlaw, SESSION_NAME, session_name_flaw};
pub(crate) use s3_keys::{accepted_by_transfers, meant_key_of_s3, misplaced_key_of_s3};
pub(crate) use service_names::{meant_service, near_service};
pub(crate) use sourced::{Origin, Sourced};
pub(crate) use summary::{Outline, Summaries, Summary};
pub(crate) use verified::VerifiedAccount;
pub(crate) use world::{
    FileState, Listing, Lookup, NO_FILE, Obstacle, ObstacleKind, ProgramState, World, Writing,
};
