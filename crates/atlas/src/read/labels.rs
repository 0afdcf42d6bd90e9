//! For: code and name among the properties of a feature. Not for: what the code means. Next: `item.rs`.

use super::text::Text;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::{borrow::Cow, fmt};

const CODES: [&str; 18] = [
    "kode",
    "code",
    "kode_desa",
    "kd_desa",
    "kodedesa",
    "kddesa",
    "kode_kel",
    "kdepum",
    "kode_kemendagri",
    "kemendagri",
    "kode_wilayah",
    "kode_wil",
    "kdcpum",
    "kdpkab",
    "kodeprop",
    "village_code",
    "region_code",
    "id",
];
const NAMES: [&str; 9] = ["nama", "name", "namobj", "nama_desa", "nama_kel", "desa", "kelurahan", "wadmkd", "village"];

#[derive(Debug, Default)]
pub(super) struct Labels {
    pub code: Option<String>,
    pub name: Option<String>,
}

impl<'de> Deserialize<'de> for Labels {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        json.deserialize_any(Properties)
    }
}

struct Properties;

impl<'de> Visitor<'de> for Properties {
    type Value = Labels;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("properties or null")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Labels, A::Error> {
        let (mut code, mut name): (Best, Best) = (None, None);
        while let Some(key) = map.next_key::<Key<'de>>()? {
            let key = key.0.trim().to_ascii_lowercase();
            let rank = |list: &[&str]| list.iter().position(|known| *known == key);
            if let Some(rank) = rank(&CODES) {
                take(&mut code, rank, map.next_value()?);
            } else if let Some(rank) = rank(&NAMES) {
                take(&mut name, rank, map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(Labels { code: code.map(|(_, text)| text), name: name.map(|(_, text)| text) })
    }

    fn visit_unit<E>(self) -> Result<Labels, E> {
        Ok(Labels::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Labels, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Labels::default())
    }
}

type Best = Option<(usize, String)>;

fn take(best: &mut Best, rank: usize, text: Text) {
    if let (Some(text), true) = (text.0, best.as_ref().is_none_or(|(known, _)| rank < *known)) {
        *best = Some((rank, text));
    }
}

/// A name of a member, not copied where it need not be.
pub(super) struct Key<'a>(pub Cow<'a, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        struct Name;
        impl<'de> Visitor<'de> for Name {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(name)))
            }

            fn visit_str<E>(self, name: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(name.to_owned())))
            }
        }
        json.deserialize_str(Name)
    }
}
