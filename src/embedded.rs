//! Files that are part of the program, without the lines that are only for who reads the file.

/// Embeds a file of this directory, or of one beside it.
macro_rules! embedded {
    (table $path:literal) => {
        embedded!($path, true)
    };
    ($path:literal) => {
        embedded!($path, false)
    };
    ($path:literal, $is_table:literal) => {{
        const TEXT: &str = include_str!($path);
        const LENGTH: usize = $crate::embedded::without_comments::<0>(TEXT, $is_table).1;
        const KEPT: [u8; LENGTH] = $crate::embedded::without_comments(TEXT, $is_table).0;
        const WRITTEN: &str = match str::from_utf8(&KEPT) {
            Ok(text) => text,
            Err(_) => panic!("whole lines of UTF-8 are UTF-8"),
        };
        WRITTEN
    }};
}
pub(crate) use embedded;

/// Returns a text without the lines that are a comment or blank, as far as there is room for it,
/// and how long that is. In a table one blank is enough between two columns.
pub(crate) const fn without_comments<const N: usize>(
    text: &str,
    is_table: bool,
) -> ([u8; N], usize) {
    let bytes = text.as_bytes();
    let mut kept = [0; N];
    let (mut at, mut length) = (0, 0);
    while at < bytes.len() {
        let start = at;
        while at < bytes.len() && bytes[at] == b' ' {
            at += 1;
        }
        let is_kept = at < bytes.len() && bytes[at] != b'#' && bytes[at] != b'\n';
        let mut end = at;
        while end < bytes.len() && bytes[end] != b'\n' {
            end += 1;
        }
        at = if end < bytes.len() { end + 1 } else { end };
        let mut from = start;
        while is_kept && from < at {
            if !(is_table && bytes[from] == b' ' && bytes[from + 1] == b' ') {
                if length < N {
                    kept[length] = bytes[from];
                }
                length += 1;
            }
            from += 1;
        }
    }
    (kept, length)
}

#[cfg(test)]
mod tests {
    use super::without_comments;

    #[test]
    fn only_comments_and_blank_lines_are_left_out() {
        const TEXT: &str = "# a\n\nb # c\n  # d\n\n  é\n#";
        const KEPT: &[u8] = "b # c\n  é\n".as_bytes();
        let (kept, length) = without_comments::<11>(TEXT, false);
        assert_eq!((&kept[..], length), (KEPT, KEPT.len()));
        let (kept, length) = without_comments::<8>("a   b  c\n#", true);
        assert_eq!((&kept[..length], length), ("a b c\n".as_bytes(), 6));
    }
}
