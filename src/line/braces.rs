//! Brace expansion: `a{b,c}` are two words.
//!
//! <https://www.gnu.org/software/bash/manual/bash.html#Brace-Expansion>

use super::syntax::{PieceKind, WordPiece, WrittenWord};

/// How many words one word may become.
const MOST: usize = 64;

/// A character, or what is expanded later.
#[derive(Clone)]
enum Atom {
    Character(char, bool),
    Piece(WordPiece),
}

impl Atom {
    fn is(&self, character: char) -> bool {
        matches!(self, Self::Character(own, false) if *own == character)
    }
}

/// Returns the words that a word stands for; nothing if there are too many.
pub(super) fn expanded(word: &WrittenWord) -> Option<Vec<WrittenWord>> {
    let has_brace = |piece: &WordPiece| matches!(&piece.kind, PieceKind::Text(text) if !piece.is_quoted && text.contains('{'));
    if !word.pieces.iter().any(has_brace) {
        return Some(vec![word.clone()]);
    }
    let braces = |piece: &WordPiece| match &piece.kind {
        PieceKind::Text(text) if !piece.is_quoted => text.matches('{').count(),
        _ => 0,
    };
    if word.pieces.iter().map(braces).sum::<usize>() > MOST {
        return None;
    }
    let atoms = word.pieces.iter().flat_map(|piece| match &piece.kind {
        // Empty quotes make a word, so they stay.
        PieceKind::Text(text) if !text.is_empty() => {
            text.chars().map(|character| Atom::Character(character, piece.is_quoted)).collect()
        }
        _ => vec![Atom::Piece(piece.clone())],
    });
    let mut done = Vec::new();
    let mut left = vec![(atoms.collect::<Vec<_>>(), 0)];
    while let Some((atoms, from)) = left.pop() {
        if done.len() + left.len() > MOST {
            return None;
        }
        let Some((open, close, parts)) = first(&atoms, from) else {
            done.push(word_of(&atoms, word));
            continue;
        };
        for part in parts.into_iter().rev() {
            let next = [&atoms[..open], &part[..], &atoms[close + 1..]].concat();
            left.push((next, open));
        }
    }
    Some(done)
}

/// Finds the first pair of braces that stands for several texts: its places, and the texts.
fn first(atoms: &[Atom], from: usize) -> Option<(usize, usize, Vec<Vec<Atom>>)> {
    (from..atoms.len()).filter(|open| atoms[*open].is('{')).find_map(|open| {
        let mut depth = 0_usize;
        let mut commas = Vec::new();
        for (at, atom) in atoms.iter().enumerate().skip(open + 1) {
            if atom.is('{') {
                depth += 1;
            } else if atom.is(',') && depth == 0 {
                commas.push(at);
            } else if atom.is('}') {
                if depth == 0 {
                    let parts = parts(atoms, open, at, &commas)?;
                    return Some((open, at, parts));
                }
                depth -= 1;
            }
        }
        None
    })
}

fn parts(atoms: &[Atom], open: usize, close: usize, commas: &[usize]) -> Option<Vec<Vec<Atom>>> {
    if commas.is_empty() {
        return sequence(&atoms[open + 1..close]);
    }
    let begins = [open].into_iter().chain(commas.iter().copied());
    let ends = commas.iter().copied().chain([close]);
    Some(begins.zip(ends).map(|(begin, end)| atoms[begin + 1..end].to_vec()).collect())
}

/// Reads `1..3` and `a..c`. What is longer, or has steps, is not worked out.
fn sequence(atoms: &[Atom]) -> Option<Vec<Vec<Atom>>> {
    let text: Option<String> = atoms
        .iter()
        .map(|atom| match atom {
            Atom::Character(character, false) => Some(*character),
            _ => None,
        })
        .collect();
    let text = text?;
    let (first, last) = text.split_once("..")?;
    let hole = || vec![vec![Atom::Character(super::HOLE, false)]];
    let plain = |text: String| text.chars().map(|c| Atom::Character(c, false)).collect();
    let numbers = first.parse::<u32>().ok().zip(last.parse::<u32>().ok());
    let letter = |text: &str| match text.as_bytes() {
        [letter] if letter.is_ascii_alphabetic() => Some(*letter),
        _ => None,
    };
    let is_padded = first.starts_with('0') || last.starts_with('0');
    Some(match (numbers, letter(first).zip(letter(last))) {
        (Some((first, last)), _) if first <= last && last - first < 64 && !is_padded => {
            (first..=last).map(|number| plain(number.to_string())).collect()
        }
        (None, Some((first, last))) if first <= last => {
            (first..=last).map(|letter| plain(char::from(letter).to_string())).collect()
        }
        (None, None) if last.is_empty() => return None,
        _ => hole(),
    })
}

fn word_of(atoms: &[Atom], of: &WrittenWord) -> WrittenWord {
    let mut word = WrittenWord { source: of.source.clone(), ..WrittenWord::default() };
    for atom in atoms {
        match atom {
            Atom::Character(character, is_quoted) => {
                word.push(character.encode_utf8(&mut [0; 4]), *is_quoted);
            }
            Atom::Piece(piece) => word.pieces.push(piece.clone()),
        }
    }
    word
}
