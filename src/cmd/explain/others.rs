//! The clients that would do something else than AWS CLI v2, on the page for a person.

use anstyle::Style;

use super::Dissent;
use super::page::{ExplanationPage, identity, shown};
use crate::aws::{Client, Resolution, difference};
use crate::printable::printable;

impl ExplanationPage<'_> {
    /// Names the clients that would do something else, and why.
    pub(super) fn others(&mut self) {
        let dissents = &self.explanation.dissents;
        let dim = Style::new().dimmed();
        let mut named = vec![self.explanation.ours.client];
        if !dissents.is_empty() {
            self.wrapped("", Style::new().bold(), "Other clients");
        } else if self.explanation.ours.is_ok() {
            self.wrapped("", dim, "The other clients would do the same.");
        }
        let mut given = Vec::new();
        for dissent in dissents {
            named.extend(&dissent.clients);
            let titles: Vec<_> = dissent.clients.iter().map(|client| client.title()).collect();
            let outcome = self.outcome(dissent);
            self.wrapped("  ", Style::new(), &format!("{}: {outcome}", titles.join(", ")));
            let why = printable(&dissent.reason.why);
            if !why.is_empty() {
                self.wrapped("    ", dim, &why);
            }
            let remedy = dissent.reason.remedy.as_ref();
            self.remedy("    ->", remedy.filter(|remedy| !given.contains(remedy)));
            given.extend(remedy);
        }
        let measured: Vec<_> = named.into_iter().map(Client::measured).collect();
        self.wrapped("", dim, &format!("As measured on {}.", measured.join(", ")));
    }

    /// Says what a client would do, as far as it is something else.
    fn outcome(&self, dissent: &Dissent) -> String {
        let (ours, theirs) = (&self.explanation.ours, &dissent.resolution);
        if let Some(failure) = &theirs.failure {
            return self.refusal(failure);
        }
        let mut parts = Vec::new();
        if let (Some(ours), Some(theirs)) = (&ours.profile, &theirs.profile)
            && ours.value != theirs.value
        {
            parts.push(format!("profile {}", shown(&theirs.value, &theirs.origin)));
        }
        let account = |resolution: &Resolution| resolution.account().map(|a| a.id);
        if !ours.is_ok() || account(ours) != account(theirs) {
            parts.push(match account(theirs) {
                Some(id) => format!("account {}", self.explanation.number(&id)),
                None => "an account not known offline".into(),
            });
        }
        let is_same_identity =
            ours.credentials.as_ref().map(identity) == theirs.credentials.as_ref().map(identity);
        if let Some(credentials) = theirs.credentials.as_ref().filter(|_| !is_same_identity) {
            let (label, value) = identity(credentials);
            parts.push(if value.starts_with(label) { value } else { format!("{label} {value}") });
        }
        let is_other_region = difference::region(ours) != difference::region(theirs);
        if theirs.client.has_region() && (!ours.is_ok() || is_other_region) {
            let region = theirs.region.as_ref().filter(|region| !region.value.is_empty());
            parts.push(match region {
                Some(region) => format!("region {}", shown(&region.value, &region.origin)),
                None => "no region".into(),
            });
        }
        if let (Some(ours), Some(theirs)) = (&ours.credentials, &theirs.credentials) {
            if parts.is_empty() {
                parts.push("the same".into());
            }
            let is_kept = difference::is_kept_session;
            let differences = [
                (is_kept(ours) && !is_kept(theirs), "in a session of its own"),
                (ours.session_token && !theirs.session_token, "without a session token"),
                (!ours.session_token && theirs.session_token, "with a session token"),
                (ours.asks_mfa && !theirs.asks_mfa, "without a code of an MFA device"),
                (!ours.asks_mfa && theirs.asks_mfa, "after a code of an MFA device"),
            ];
            let found = differences.iter().filter(|(is_so, _)| is_same_identity && *is_so);
            parts.extend(found.map(|(_, what)| (*what).to_owned()));
        }
        parts.join(", ")
    }
}
