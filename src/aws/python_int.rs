//! Integers in settings, as the Python clients read them.

/// Reads an integer as Python's `int` does, which allows single underscores between digits. One
/// that is too large for `i64` counts as the largest.
pub(super) fn python_int(text: &str) -> Option<i64> {
    let text = text.trim();
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let is_number = digits
        .split('_')
        .all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit()));
    let limit = if text.starts_with('-') { i64::MIN } else { i64::MAX };
    is_number.then(|| text.replace('_', "").parse().unwrap_or(limit))
}
