//! Whether a text names a guarded program, whatever the text is.

use super::command::GuardedProgram;

/// The beginnings of names that only what speaks to AWS has.
const NAMES: [&str; 9] = [
    "aioboto",
    "awscli",
    "awscredential",
    "awsprompt",
    "awswrangler",
    "boto",
    "profilename",
    "s3fs",
    "sagemaker",
];

/// Tells whether a text has the name of a guarded program, of a variable of AWS, or of its SDK in it.
pub(crate) fn mentions_guarded(text: &str) -> bool {
    let mut lower = text.to_ascii_lowercase();
    if lower.contains('\\') {
        // What `printf` makes a line break of is no letter.
        lower += &lower.replace("\\n", " ").replace("\\t", " ");
    }
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric());
    let mut words = words.filter(|word| !word.is_empty());
    words.any(|word| {
        GuardedProgram::of_name(word).is_some() || NAMES.iter().any(|name| word.starts_with(name))
    })
}
