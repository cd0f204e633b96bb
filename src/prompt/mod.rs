//! A resolution as the segment of a prompt: which words, which alerts, how alarming; and the
//! settings file that says so.
//!
//! Pure, and knows nothing of shells: how a style is written is decided where text is painted.

mod alerts;
mod described;
mod fit;
mod format;
mod found_alerts;
mod names;
mod request;

pub(crate) mod segment;
mod setting_values;
mod settings;
mod settings_file;
mod shown;

pub(crate) use alerts::{Alert, Gravity, hidden_name};
pub(crate) use described::{Described, is_masked_by};
pub(crate) use format::Format;
pub(crate) use settings::{PickerSetting, Settings, Show};
pub(crate) use settings_file::{SettingsFile, SettingsState};
