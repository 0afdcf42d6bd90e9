//! Official papers, and who signs them. Names of persons lie in a table of their own and can be erased; what stays is a
//! commitment.

use crate::{
    Conn, Fields as _, MainKind, StoreError, Tx,
    ledger::verify::{Finding, Report},
    nouns::{Letterhead, Paper, Signatory},
};
use sea_orm::QueryResult;
use seal::{Digest, commitment};

type Read<'a> = Conn<'a, MainKind>;
type Write<'a> = Tx<'a, MainKind>;

/// The person behind a signatory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The name.
    pub name: String,
    /// Rank; empty where nobody has said.
    pub rank: String,
    /// Number as a civil servant; empty where nobody has said.
    pub number: String,
}

impl Person {
    fn bound(&self, salt: &commitment::Salt) -> Digest {
        commitment::commit(salt, &[self.name.as_str(), &self.rank, &self.number].join("\n"))
    }
}

/// What stands at the head of a regency's papers.
///
/// # Errors
/// What the database says (as in all functions here).
pub async fn letterhead(conn: Read<'_>, regency: &str) -> Result<Option<Letterhead>, StoreError> {
    Ok(conn.under(vec![regency.into()], None).await?.pop())
}

/// All signatories, oldest record first, each with the person unless that was erased.
///
/// # Errors
/// What the database says.
pub async fn signatories(conn: Read<'_>, regency: &str) -> Result<Vec<(Signatory, Option<Person>)>, StoreError> {
    let all: Vec<Signatory> = conn.under(vec![regency.into()], None).await?;
    let sql = "SELECT signatory, name, rank, number FROM signatory_person WHERE regency = $1";
    let read = |row: &QueryResult| {
        let person = Person { name: row.get(1)?, rank: row.get(2)?, number: row.get(3)? };
        Ok((row.get::<String>(0)?, person))
    };
    let mut people: std::collections::HashMap<String, Person> =
        conn.all(sql, vec![regency.into()], read).await?.into_iter().collect();
    Ok(all.into_iter().map(|one| (people.remove(&one.id), one)).map(|(person, one)| (one, person)).collect())
}

/// Keeps the person under the salt, and gives the commitment for the signatory.
///
/// # Errors
/// What the database says.
pub async fn keep_person(
    tx: &Write<'_>,
    regency: &str,
    signatory: &str,
    salt: commitment::Salt,
    person: &Person,
) -> Result<Digest, StoreError> {
    let hex = seal::hex::encode(&salt);
    let sql =
        "INSERT INTO signatory_person (regency, signatory, salt, name, rank, number) VALUES ($1, $2, $3, $4, $5, $6)";
    let Person { name, rank, number } = person.clone();
    let values = vec![regency.into(), signatory.into(), hex.into(), name.into(), rank.into(), number.into()];
    tx.execute(sql, values).await?;
    Ok(person.bound(&salt))
}

/// Erases the person; true where there was one.
///
/// # Errors
/// What the database says.
pub async fn erase_person(tx: &Write<'_>, regency: &str, signatory: &str) -> Result<bool, StoreError> {
    let sql = "DELETE FROM signatory_person WHERE regency = $1 AND signatory = $2";
    Ok(tx.execute(sql, vec![regency.into(), signatory.into()]).await? == 1)
}

/// Compares the kept persons with the commitments.
pub(crate) async fn verify_persons(conn: Read<'_>, report: &mut Report) -> Result<(), StoreError> {
    let sql = "SELECT s.regency, s.id, s.person, p.salt, p.name, p.rank, p.number FROM signatory s \
        LEFT JOIN signatory_person p ON p.regency = s.regency AND p.signatory = s.id ORDER BY s.regency, s.id";
    let read = |row: &QueryResult| {
        let person = match row.get::<Option<String>>(4)? {
            Some(name) => Some(Person { name, rank: row.get(5)?, number: row.get(6)? }),
            None => None,
        };
        let subject = format!("signatory/{}/{}", row.get::<String>(0)?, row.get::<String>(1)?);
        Ok((subject, row.get::<String>(2)?, row.get::<Option<String>>(3)?, person))
    };
    for (subject, bound, salt, person) in conn.all(sql, vec![], read).await? {
        match (salt, person) {
            (Some(salt), Some(person)) => {
                let salt = super::accounts::salt_from_hex(&salt).unwrap_or_default();
                if person.bound(&salt).to_string() != bound {
                    report.findings.push(Finding::PersonChanged { subject });
                }
            }
            _ => report.erased += 1,
        }
    }
    Ok(())
}

/// The papers of a regency, oldest record first.
///
/// # Errors
/// What the database says.
pub async fn papers(conn: Read<'_>, regency: &str) -> Result<Vec<Paper>, StoreError> {
    conn.under(vec![regency.into()], None).await
}
