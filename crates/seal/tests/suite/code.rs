//! Laws of codes: every code is read back, no word is taken for another.

use proptest::prelude::*;
use seal::code::{Code, CodeError, LETTERS, list};
use std::collections::HashSet;

#[test]
fn the_list_has_2048_words_that_four_letters_tell_apart() {
    assert_eq!(list().len(), 2048);
    assert!(list().is_sorted());
    assert!(list().iter().all(|word| (4..=8).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase())));
    let starts: HashSet<&str> = list().iter().map(|word| &word[..LETTERS]).collect();
    assert_eq!(starts.len(), 2048);
}

/// Whether one letter changed, added, left out, or two beside each other swapped makes the one of the other.
fn one_slip(one: &str, other: &str) -> bool {
    let (short, long) =
        if one.len() <= other.len() { (one.as_bytes(), other.as_bytes()) } else { (other.as_bytes(), one.as_bytes()) };
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    match long.len() - short.len() {
        0 if same == long.len() => true,
        0 => {
            let swapped = same + 1 < long.len() && short[same] == long[same + 1] && short[same + 1] == long[same];
            short[same + 1..] == long[same + 1..] || swapped && short[same + 2..] == long[same + 2..]
        }
        1 => short[same..] == long[same + 1..],
        _ => false,
    }
}

/// How a word sounds to who writes it as it was once written, or as it is spoken.
fn sound(word: &str) -> String {
    let mut sound = word.to_owned();
    for (written, spoken) in [
        ("sy", "s"),
        ("sh", "s"),
        ("kh", "k"),
        ("oe", "u"),
        ("x", "ks"),
        ("q", "k"),
        ("f", "p"),
        ("v", "p"),
        ("z", "j"),
    ] {
        sound = sound.replace(written, spoken);
    }
    let mut letters: Vec<char> = sound.chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}

#[test]
fn no_word_becomes_another_by_a_slip_or_by_sound() {
    assert!(
        one_slip("batu", "bata") && one_slip("batu", "baut") && one_slip("batu", "batur") && !one_slip("batu", "buta")
    );
    for (at, one) in list().iter().enumerate() {
        assert_eq!(list()[at + 1..].iter().find(|other| one_slip(one, other)), None, "{one}");
    }
    let sounds: HashSet<String> = list().iter().map(|word| sound(word)).collect();
    assert_eq!(sounds.len(), list().len());
}

#[test]
fn words_that_are_no_code_say_which_one() {
    let words = Code::new([0; 11]).words();
    assert_eq!(Code::parse(&words[..7].join(" ")), Err(CodeError::Count(7)));
    assert_eq!(Code::parse(""), Err(CodeError::Count(0)));
    let mut wrong = words;
    wrong[4] = "zzzz";
    assert_eq!(Code::parse(&wrong.join(" ")), Err(CodeError::Unknown(5)));
    wrong[4] = "é";
    assert_eq!(Code::parse(&wrong.join(" ")), Err(CodeError::Unknown(5)));
    let many = "kata ".repeat(1_000_000);
    assert_eq!(Code::parse(&many), Err(CodeError::Count(1_000_000)));
}

#[test]
fn the_keys_of_a_door_say_nothing_of_another() {
    let code = Code::new([9; 11]);
    let (tips, help) = (code.keys("tips"), code.keys("help"));
    let all = [tips.address, tips.secret, tips.seed, help.address, help.secret, help.seed];
    assert_eq!(all.iter().collect::<HashSet<_>>().len(), 6);
    assert_eq!(format!("{code:?} {tips:?}"), "Code(…) Keys(…)");
}

proptest! {
    #[test]
    fn every_code_is_read_back(random: [u8; 11], between in "[ ,.;0-9\n-]{1,3}", upper: bool) {
        let code = Code::new(random);
        let said = code.words().join(&between);
        let said = if upper { said.to_uppercase() } else { said };
        prop_assert_eq!(Code::parse(&said), Ok(code));
    }

    #[test]
    fn one_other_word_is_another_code(random: [u8; 11], at in 0..8_usize, other in 0..2048_usize) {
        let code = Code::new(random);
        let mut words = code.words();
        prop_assume!(words[at] != list()[other]);
        words[at] = list()[other];
        let read = Code::parse(&words.join(" "));
        prop_assert!(read.is_ok_and(|read| read != code && read.keys("tips").address != code.keys("tips").address));
    }

    #[test]
    fn nothing_that_is_typed_breaks_it(typed in "\\PC{0,80}") {
        let _read = Code::parse(&typed);
    }
}
