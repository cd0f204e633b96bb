//! The known names that a mistyped one may stand for.

/// Returns at most three names that are similar to this one, the most similar first.
pub(super) fn near<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    // A name of a very different length is not a typing error.
    let is_about_as_long = |known: &&str| known.len().abs_diff(name.len()) <= 3 + name.len() / 3;
    let lowered = name.to_lowercase();
    let mut near: Vec<_> = known
        .filter(is_about_as_long)
        .map(|known| (strsim::jaro_winkler(&known.to_lowercase(), &lowered), known))
        .filter(|(likeness, _)| *likeness > 0.8)
        .collect();
    near.sort_unstable_by(|(a, near), (b, far)| b.total_cmp(a).then_with(|| near.cmp(far)));
    near.into_iter().take(3).map(|(_, known)| known).collect()
}

/// Asks whether one of these names was meant.
pub(super) fn did_you_mean(near: &[&str]) -> String {
    let near: Vec<_> = near.iter().map(|known| format!("{known:?}")).collect();
    format!("did you mean {}?", near.join(" or "))
}
