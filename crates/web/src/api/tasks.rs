//! What waits for the account.

use super::{Both, problem::Fault};
use crate::{serve::Site, visit::Visit};
use app::tasks::Task;
use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

/// Something that waits.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskRow {
    /// `fill`, `returned`, `review`, `decide`, `activate` or `late`.
    #[schema(example = "fill")]
    kind: &'static str,
    /// What it is called; empty where the kind says it all.
    what: Both,
    /// Where.
    #[schema(example = "99.71.01.1001")]
    region: String,
    /// How many there are.
    #[schema(example = 1)]
    n: usize,
    /// Of how many.
    #[schema(example = 1)]
    of: usize,
    /// Since when it waits.
    #[schema(format = Date)]
    since: String,
    /// Until when; null where there is no date.
    #[schema(format = Date)]
    due: Option<String>,
    /// Whether nothing of it is open any more.
    done: bool,
    /// The page on which a person does it.
    #[schema(example = "/lembar/village/99.71.01.1001")]
    page: String,
}

/// What waits for the account, the latest first
#[utoipa::path(get, path = "/api/v1/tasks", tag = "account", responses((status = 200, description = "The tasks.", body = Vec<TaskRow>)))]
pub async fn list(v: Visit, State(site): State<Site>) -> Result<Json<Vec<TaskRow>>, Fault> {
    let row = |task: Task| TaskRow {
        kind: task.kind.id(),
        what: (&task.what).into(),
        region: task.place.to_string(),
        n: task.n,
        of: task.of,
        since: task.since.to_string(),
        due: task.due.map(|due| due.to_string()),
        done: task.done,
        page: task.path,
    };
    Ok(Json(site.app.tasks(&v.actor()).await?.into_iter().map(row).collect()))
}
