//! Taking a confirmed import back as one: every sheet and answer as it was before, unless someone has gone on since.

use super::{CONFIRMED, UNDONE};
use crate::{
    Actor, App, Refusal,
    sheets::{Draft, rescore_all},
};
use domain::region::RegionCode;
use instrument::Instrument;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{HashMap, HashSet};
use store::{Conn, MainKind, Record, nouns, queries};

/// The records of the import's villages as they were.
#[derive(Debug, Serialize, Deserialize)]
struct Before {
    villages: Vec<RegionCode>,
    submissions: Vec<nouns::Submission>,
    answers: Vec<nouns::Answer>,
}

/// What is there before a draft is kept, as JSON.
pub(super) async fn remember(conn: Conn<'_, MainKind>, draft: &Draft, rule: &Instrument) -> Result<String, Refusal> {
    let villages: Vec<RegionCode> = draft.villages.iter().map(|village| village.village).collect();
    let (submissions, answers) = present(conn, &draft.key, (rule, &draft.sheet), &villages).await?;
    Ok(serde_json::to_string(&Before { villages, submissions, answers }).unwrap_or_default())
}

/// The records of one sheet in these villages.
async fn present(
    conn: Conn<'_, MainKind>,
    key: &queries::rounds::Key,
    (rule, sheet): (&Instrument, &str),
    villages: &[RegionCode],
) -> Result<(Vec<nouns::Submission>, Vec<nouns::Answer>), Refusal> {
    let ours: HashSet<String> = villages.iter().map(ToString::to_string).collect();
    let own = |item: &str| rule.item(item).is_some_and(|(_, item)| rule.sheets()[item.sheet].id == sheet);
    let submissions = queries::rounds::submissions(conn, key, &key.regency).await?;
    let answers = queries::rounds::answers(conn, key, &key.regency).await?;
    Ok((
        submissions.into_iter().filter(|row| row.sheet == sheet && ours.contains(&row.village)).collect(),
        answers.into_iter().filter(|row| own(&row.item) && ours.contains(&row.village)).collect(),
    ))
}

impl App {
    /// Takes a confirmed import back.
    ///
    /// # Errors
    /// When it was not confirmed, the round is locked, or one of its sheets was changed since.
    pub async fn undo_import(&self, actor: &Actor, regency: RegionCode, id: &str) -> Result<(), Refusal> {
        let (row, round, _) = self.import_row(actor, regency, id).await?;
        if row.state != CONFIRMED {
            return Err(Refusal::Invalid("import-not-confirmed"));
        }
        let (at, by, key) = (self.now(), actor.name().to_owned(), round.key());
        self.stores
            .main
            .write(&regency.to_string(), move |tx| {
                let (row, key, rule, by) = (row.clone(), key.clone(), round.rule.clone(), by.clone());
                Box::pin(async move {
                    let before: Before =
                        serde_json::from_str(&row.before).map_err(|_| Refusal::Invalid("import-not-confirmed"))?;
                    let there = queries::rounds::import(tx.read(), &row.regency, &row.id).await?;
                    if there.is_none_or(|there| there.state != CONFIRMED) {
                        return Err(Refusal::Invalid("import-not-confirmed"));
                    }
                    let open = queries::rounds::round(tx.read(), &key).await?.ok_or(Refusal::NotFound("round"))?;
                    crate::rounds::open_by(&open, &rule)?;
                    let (submissions, answers) =
                        present(tx.read(), &key, (&rule, &row.sheet), &before.villages).await?;
                    if submissions.len() != before.villages.len() {
                        return Err(Refusal::Invalid("import-changed-since"));
                    }
                    let was: HashMap<&str, &nouns::Submission> =
                        before.submissions.iter().map(|row| (row.village.as_str(), row)).collect();
                    for now in &submissions {
                        let revision = was.get(now.village.as_str()).map_or(0, |was| was.revision);
                        if now.revision != revision + 1 {
                            return Err(Refusal::Invalid("import-changed-since"));
                        }
                        match was.get(now.village.as_str()) {
                            Some(was) => {
                                tx.put(&nouns::Submission { revision: now.revision + 1, ..(*was).clone() }).await?;
                            }
                            None => tx.remove(now).await?,
                        }
                    }
                    let was: HashMap<(&str, &str), &nouns::Answer> =
                        before.answers.iter().map(|row| ((row.village.as_str(), row.item.as_str()), row)).collect();
                    for now in &answers {
                        match was.get(&(now.village.as_str(), now.item.as_str())) {
                            Some(was) if *was == now => {}
                            Some(was) => tx.put(*was).await?,
                            None => tx.remove(now).await?,
                        }
                    }
                    rescore_all(tx, &key, &rule, before.villages.iter().copied()).await?;
                    let body = json!({ "import": row.id, "file": row.file, "sheet": row.sheet, "year": row.year });
                    tx.put(&nouns::Import { state: UNDONE.to_owned(), before: String::new(), ..row }).await?;
                    tx.record(Record { at, actor: by, action: "import.undo", body });
                    Ok(())
                })
            })
            .await
    }
}
