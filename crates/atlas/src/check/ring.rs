//! For: one ring as it was read, closed, without repetition and spikes. Not for: crossings (`loops.rs`).
//! Next: `mod.rs`.

use crate::{
    grid::{Spot, dot, turn},
    remark::{Repair, Repairs},
};

/// The ring without its closing point; none when it has no area, which is then reported.
pub(super) fn clean(mut ring: Vec<Spot>, repairs: &mut Repairs) -> Option<Vec<Spot>> {
    let first = *ring.first()?;
    if ring.len() > 1 && ring.last() == Some(&first) {
        ring.pop();
    } else {
        repairs.add(Repair::Closed, 1, first);
    }
    let (kept, repeated, spikes) = walk(&ring);
    if let Some((count, at)) = repeated {
        repairs.add(Repair::Repeated, count, at);
    }
    if kept.len() < 3 {
        repairs.add(Repair::RingDropped, 1, first);
        return None;
    }
    if let Some((count, at)) = spikes {
        repairs.add(Repair::Spike, count, at);
    }
    Some(kept)
}

type Found = Option<(usize, Spot)>;

/// Whether the way from `a` over `b` to `c` turns back on itself.
fn spike(a: Spot, b: Spot, c: Spot) -> bool {
    turn(a, b, c) == 0 && dot(b, a, c) > 0
}

fn walk(ring: &[Spot]) -> (Vec<Spot>, Found, Found) {
    let (mut repeated, mut spikes): (Found, Found) = (None, None);
    let count = |found: &mut Found, at| found.get_or_insert((0, at)).0 += 1;
    let mut kept: Vec<Spot> = Vec::with_capacity(ring.len());
    for &next in ring {
        if kept.last() == Some(&next) {
            count(&mut repeated, next);
            continue;
        }
        while let [.., a, b] = kept[..] {
            if !spike(a, b, next) {
                break;
            }
            count(&mut spikes, b);
            kept.pop();
        }
        if kept.last() != Some(&next) {
            kept.push(next);
        }
    }
    // The same where the end meets the beginning.
    let mut start = 0;
    while let [first, second, .., before, last] = kept[start..] {
        if first == last {
            count(&mut repeated, last);
            kept.pop();
        } else if spike(before, last, first) {
            count(&mut spikes, last);
            kept.pop();
            if kept.last() == Some(&first) {
                kept.pop();
            }
        } else if spike(last, first, second) {
            count(&mut spikes, first);
            start += 1;
        } else {
            break;
        }
        if kept.len() - start < 3 {
            break;
        }
    }
    kept.drain(..start);
    (kept, repeated, spikes)
}
