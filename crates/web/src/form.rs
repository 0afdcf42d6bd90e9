//! A form as it is shown: what was typed, what of it cannot be taken, and what is to be answered first. Nothing that was
//! typed is lost.

use crate::{
    oops::{Oops, said, with},
    posted::Posted,
    visit::Visit,
};
use app::Refusal;
use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use std::collections::BTreeMap;

/// A form with its values.
#[derive(Debug, Default)]
pub struct Form {
    values: Posted,
    faults: BTreeMap<&'static str, Vec<String>>,
    /// Doubts: name, key of the message, text, and the record it is about where there is one.
    pub doubts: Vec<Asked>,
    /// What was refused and what to do, told above the form.
    pub refused: Option<(String, String)>,
}

/// Something to be answered before the form is taken.
#[derive(Debug)]
pub struct Asked {
    /// What is sent back as an answer.
    pub id: String,
    /// The question.
    pub text: String,
    /// The record that it is about, where it is about one.
    pub record: Option<String>,
}

impl Form {
    /// A form with these values.
    pub fn of(values: Vec<(&str, String)>) -> Self {
        let values: Vec<(String, String)> = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Self { values: Posted::from(values), ..Self::default() }
    }

    /// The form as it was sent, with why it was not taken.
    ///
    /// # Errors
    /// What is no matter of this form.
    pub fn refused(v: &Visit, values: Posted, refusal: Refusal) -> Result<Self, Oops> {
        let mut form = Self { values, refused: Some(said(&refusal, v)), ..Self::default() };
        match refusal {
            Refusal::Form(faults) => {
                for fault in faults {
                    form.faults.entry(fault.field).or_default().push(with(v, fault.key, &fault.values));
                }
            }
            Refusal::Doubts(doubts) => {
                for doubt in doubts {
                    let record = doubt.values.iter().find(|(name, _)| *name == "id").map(|(_, id)| id.clone());
                    let text = with(v, doubt.key, &doubt.values);
                    form.doubts.push(Asked { id: doubt.id(), text, record });
                }
            }
            Refusal::Invalid(_) | Refusal::Outdated { .. } | Refusal::File(_) => {}
            other => return Err(other.into()),
        }
        Ok(form)
    }

    /// What stands in a field.
    pub fn value(&self, name: &str) -> &str {
        self.values.get(name)
    }

    /// Whether a field has this value.
    pub fn is(&self, name: &str, value: &str) -> bool {
        self.values.all(name).any(|one| one == value)
    }

    /// What is wrong with a field.
    pub fn faults(&self, name: &str) -> &[String] {
        self.faults.get(name).map_or(&[], Vec::as_slice)
    }
}

/// The answer to a form: on to where what was done leads, or its page again (`again`), with what was typed and why it was not taken.
///
/// # Errors
/// What is no matter of this form.
pub async fn answered<T, P: Future<Output = Result<Response, Oops>>>(
    v: &Visit,
    done: Result<T, Refusal>,
    posted: Posted,
    to: impl FnOnce(T) -> String,
    again: impl FnOnce(Form) -> P,
) -> Result<Response, Oops> {
    match done {
        Ok(kept) => Ok(Redirect::to(&to(kept)).into_response()),
        Err(refusal) => {
            let page = again(Form::refused(v, posted, refusal)?).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}
