//! Whose turn it is at a desk: the one thing that someone there can do now. Page and tasks tell the same.

use super::{DeskView, Sitting, recovery::runs};
use crate::Actor;
use domain::door::{LEAST_MEMBERS, Part};
use seal::signing::{Purpose, verify};

/// What someone at a desk can do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Make the own keys.
    MakeKeys,
    /// Sign the keyring that waits, as a custodian.
    Sign,
    /// Open the outer half of a recovery, as the first custodian.
    Peel,
    /// Open the inner half and seal it to the member, as the second.
    Hand,
    /// End a recovery that was asked for, as a member.
    Take,
    /// Open the desk's secret for the first time, as a member.
    OpenShare,
    /// Propose a keyring, as a member.
    Propose,
    /// Ask both custodians for the secret that was lost, as a member.
    Recover,
    /// Try a recovery out, as a member.
    Rehearse,
    /// Open the desk, as a member.
    OpenDesk,
    /// Look at the keyring that has come into force.
    Look,
}

impl DeskView {
    /// What the actor can do now; nothing where others have to go first, or all is as it should be.
    #[must_use]
    pub fn turn(&self, actor: &Actor) -> Option<Turn> {
        let mine = self.mine(actor).filter(|mine| mine.works)?;
        if mine.holder.is_none() {
            return Some(Turn::MakeKeys);
        }
        let turn = match mine.part.custodian() {
            Some(at) => self.custodians_turn(mine, at),
            None => self.members_turn(mine),
        };
        turn.or_else(|| (mine.seat.told < self.desk.keyring).then_some(Turn::Look))
    }

    /// Whether two custodians and enough members have keys, so that a keyring can be proposed.
    #[must_use]
    pub fn can_propose(&self) -> bool {
        let ready = |part: &dyn Fn(&Sitting) -> bool| {
            self.people.iter().filter(|one| one.works && one.holder.is_some() && part(one)).count()
        };
        ready(&|one| one.part == Part::Member) >= LEAST_MEMBERS && ready(&|one| one.part != Part::Member) == 2
    }

    /// Whether a custodian has signed the keyring that waits.
    #[must_use]
    pub fn has_signed(&self, at: usize) -> bool {
        let Some((row, said)) = &self.proposal else { return false };
        let signature = if at == 0 { &row.signature_1 } else { &row.signature_2 };
        verify(&said.custodians[at].verify, Purpose::Keyring, &[row.body.as_bytes()], signature)
    }

    fn custodians_turn(&self, mine: &Sitting, at: usize) -> Option<Turn> {
        if self.proposal.is_some() && !self.has_signed(at) {
            return Some(Turn::Sign);
        }
        let holds = self.keyring.as_ref().is_some_and(|(_, said)| Some(&said.custodians[at]) == mine.keys().as_ref());
        match self.recovering().filter(|_| holds)?.step.as_str() {
            "asked" if at == 0 => Some(Turn::Peel),
            "peeled" if at == 1 => Some(Turn::Hand),
            _ => None,
        }
    }

    fn members_turn(&self, mine: &Sitting) -> Option<Turn> {
        let own = |one: &&store::nouns::Recovering| one.account == mine.seat.account && one.step == "handed";
        if self.recoverings.iter().filter(|one| runs(one)).any(|one| own(&one)) {
            return Some(Turn::Take);
        }
        let share = self.shares.iter().find(|share| share.account == mine.seat.account);
        match share {
            Some(share) if share.opened == 0 => return Some(Turn::OpenShare),
            // A colleague who has the secret gives it to the others with the next keyring.
            None if self.keyring.is_some() => {
                let alone = !self.people.iter().any(|one| one.works && self.has_opened(one));
                let free = self.recovering().is_none() && self.proposal.is_none();
                return (alone && free).then_some(Turn::Recover);
            }
            _ => {}
        }
        if self.proposal.is_none() && self.can_propose() && (self.keyring.is_none() || self.outdated()) {
            return Some(Turn::Propose);
        }
        let ready = self.ready;
        if self.keyring.is_some() && !ready.rehearsed && self.proposal.is_none() && self.recovering().is_none() {
            return Some(Turn::Rehearse);
        }
        (ready.complete() && self.desk.opened == 0).then_some(Turn::OpenDesk)
    }

    /// Whether a member has shown that the desk's secret opens.
    #[must_use]
    pub fn has_opened(&self, one: &Sitting) -> bool {
        self.shares.iter().any(|share| share.account == one.seat.account && share.opened == 1)
    }
}
