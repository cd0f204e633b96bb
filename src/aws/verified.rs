//! The accounts of access keys that do not contain them, as AWS has answered (rule 8.4).
//!
//! Keys of the old layout cannot be decoded. Once AWS has been asked, the answer is kept under a
//! hash of the key id, which reveals nothing about the key.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::account::AccountId;

/// What an access key id is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeyHash(String);

impl KeyHash {
    pub(super) fn of(key_id: &str) -> Self {
        Self(data_encoding::HEXLOWER.encode(&Sha256::digest(key_id)))
    }
}

/// The file of what AWS has answered.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct VerifiedAccounts {
    accounts: BTreeMap<String, String>,
}

impl VerifiedAccounts {
    /// Reads the file; a malformed one counts as empty.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        serde_json::from_slice(bytes).unwrap_or_default()
    }

    pub(super) fn account(&self, key: &KeyHash) -> Option<AccountId> {
        AccountId::new(self.accounts.get(&key.0)?)
    }

    /// Adds what AWS has answered about a key.
    pub(crate) fn remember(&mut self, key: &KeyHash, account: &AccountId) {
        self.accounts.insert(key.0.clone(), account.as_str().to_owned());
    }
}
