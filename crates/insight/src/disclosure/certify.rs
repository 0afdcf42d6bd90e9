//! A certificate for a hidden cell: possible worlds in which it has as many different values as the rule asks for.
//!
//! For: choosing the way to look for worlds. Not for: judging them (`view.rs`). Next: `protect.rs`, `bounds.rs`.

use super::{
    flow::Flow,
    frame::Frame,
    integer::{Integer, LIMIT},
    line::Collection,
    view::{View, World},
};

/// A group of hidden cells that is no network has more cells than are searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{cells} hidden cells hang together in tables that are no network; at most {limit} are searched")]
pub struct TooEntangled {
    /// How many hidden cells there are in the group.
    pub cells: usize,
    /// How many there may be.
    pub limit: usize,
}

enum Way<'a> {
    Flow(&'a Frame),
    OwnFlow(Frame),
    Integer(Integer<'a>),
}

/// The form of the whole tables, if they have one, else that of the group, else integer programmes.
fn way<'a>(view: &'a View<'a>, frame: &'a Frame, cell: usize) -> Result<Way<'a>, TooEntangled> {
    if frame.ends[cell].is_some() {
        return Ok(Way::Flow(frame));
    }
    let group = view.group(cell);
    let mut among = vec![false; view.hidden.len()];
    group.iter().for_each(|one| among[*one] = true);
    let own = Frame::new(view.system, &among);
    if own.ends[cell].is_some() {
        return Ok(Way::OwnFlow(own));
    }
    if group.len() > LIMIT {
        return Err(TooEntangled { cells: group.len(), limit: LIMIT });
    }
    Ok(Way::Integer(Integer::new(view, cell)))
}

/// `span` possible worlds with different values of the cell; `None` if there are not so many.
pub(crate) fn certify(view: &View, frame: &Frame, cell: usize, span: u64) -> Result<Option<Vec<World>>, TooEntangled> {
    let enough = usize::try_from(span).unwrap_or(usize::MAX).max(1);
    let mut found = Collection::new(view, cell, enough);
    if !found.is_full() {
        match way(view, frame, cell)? {
            Way::Flow(frame) => Flow { view, frame }.collect(cell, &mut found),
            Way::OwnFlow(frame) => Flow { view, frame: &frame }.collect(cell, &mut found),
            Way::Integer(integer) => integer.collect(&mut found),
        }
    }
    Ok(found.complete())
}

/// The least and greatest value of a hidden cell.
pub(crate) fn extremes(view: &View, frame: &Frame, cell: usize) -> Result<(i64, Option<i64>), TooEntangled> {
    Ok(match way(view, frame, cell)? {
        Way::Flow(frame) => Flow { view, frame }.bounds(cell),
        Way::OwnFlow(frame) => Flow { view, frame: &frame }.bounds(cell),
        Way::Integer(integer) => integer.bounds(),
    })
}
