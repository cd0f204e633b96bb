//! What AWS clients do: which profile, region and credentials they would use, and why.
//!
//! Everything here is pure: facts come in as a [`World`](world::World), answers go out as a
//! [`Resolution`](resolution::Resolution). Nothing here knows of prompts, shells or settings.
//! Each rule cites its number in `docs/resolution.md`.

pub(crate) mod account;
pub(crate) mod caller;
pub(crate) mod cause;
pub(crate) mod client;
#[cfg(test)]
mod client_tests;
pub(crate) mod clock;
pub(crate) mod credentials;
pub(crate) mod difference;
pub(crate) mod environment;
pub(crate) mod expansion;
pub(crate) mod expiry;
pub(crate) mod failure;
pub(crate) mod fatal_settings;
pub(crate) mod flaws;
#[cfg(test)]
mod flaws_tests;
pub(crate) mod inventory;
pub(crate) mod location;
pub(crate) mod moment;
pub(crate) mod profiles;
pub(crate) mod provider;
pub(crate) mod reader;
pub(crate) mod region_form;
pub(crate) mod regions;
pub(crate) mod remedy;
pub(crate) mod resolution;
#[cfg(test)]
mod resolution_tests;
pub(crate) mod resolve;
pub(crate) mod sample;
#[cfg(test)]
mod secrecy_tests;
#[cfg(test)]
mod situation;
mod source_profiles;
pub(crate) mod sourced;
pub(crate) mod summary;
pub(crate) mod verified;
pub(crate) mod world;
pub(crate) mod wrappers;
