//! Without script: sealed here at once, for the desk alone; a name that is given all the same for three together.

use super::client::{door, form};
use axum::http::StatusCode;
use domain::door::letter::{Letter, Tip};
use seal::{code::Code, envelope::open, withheld};
use store::queries::conversations::Which;
use testing::{
    in_a_city,
    office::{DESK, Office, secret},
};

/// The words on the page, in their order.
fn words(page: &str) -> String {
    let list = page.split("<ol class=\"words\">").nth(1).unwrap().split("</ol>").next().unwrap();
    list.split("<li>").skip(1).map(|item| item.split('<').next().unwrap()).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_report_without_script_is_sealed_to_the_desk() {
    in_a_city(async |city| {
        let office = Office::open(&city).await;
        let door = door(&city);
        let report = [
            ("desk", DESK),
            ("about", "selling"),
            ("about", "children"),
            ("when", "week"),
            ("text", "Di gang, tiap malam <b>."),
            ("identity", "Bu Rini"),
        ];
        let looked = form(&door, "/tulis", &[&report[..], &[("do", "check")]].concat()).await;
        assert!(looked.text().contains("Di gang, tiap malam &#60;b&#62;."), "{}", looked.text());
        let answer = form(&door, "/tulis", &[&report[..], &[("do", "send")]].concat()).await;
        let code = Code::parse(&words(&answer.text())).unwrap();
        let member = &office.members[0].actor;
        let queue = city.app.tips().queue(member, DESK, Which::Open, None).await.unwrap();
        let opened = city.app.tips().open_conversation(member, DESK, &queue.lines[0].line.id).await.unwrap();
        let frame = open(&opened.parts[0].body, &secret(50).identity().unwrap()).unwrap();
        let Letter::Tip(tip) = serde_json::from_slice(&frame.head).unwrap() else { panic!() };
        let expected = Tip {
            lang: "id".into(),
            about: vec!["selling".into(), "children".into()],
            when: "week".into(),
            text: "Di gang, tiap malam <b>.".into(),
            identity: true,
            ..Tip::default()
        };
        assert_eq!(tip, expected);
        let [first, second] = &office.custodians;
        let (one, two, desk) =
            (first.own.identity().unwrap(), second.own.identity().unwrap(), secret(50).identity().unwrap());
        for alone in [&two, &desk] {
            assert!(withheld::peel(&frame.body, alone).is_err());
        }
        let inner = withheld::peel(&withheld::peel(&frame.body, &one).unwrap(), &two).unwrap();
        assert!(withheld::read(&inner).is_none(), "both custodians without the desk");
        assert_eq!(withheld::read(&withheld::peel(&inner, &desk).unwrap()).as_deref(), Some("Bu Rini"));

        let back = form(&door, "/lanjut", &[("words", &code.words().join("  "))]).await;
        assert!(back.text().contains("Diterima pada"), "{}", back.text());
        let added = form(&door, "/en/lanjut", &[("words", &code.words().join(" ")), ("text", "Lagi.")]).await;
        assert!(added.text().contains("Your message has arrived"));
        let opened = city.app.tips().open_conversation(member, DESK, &queue.lines[0].line.id).await.unwrap();
        assert_eq!(opened.parts.len(), 2);
        assert_eq!(city.app.verify(&[]).await.unwrap().findings, []);
    });
}

#[test]
fn what_cannot_be_taken_is_told_beside_the_form_as_it_was_typed() {
    in_a_city(async |city| {
        let _office = Office::open(&city).await;
        let door = door(&city);
        let long = "panjang ".repeat(2600);
        let tries: [(&[(&str, &str)], &str); 4] = [
            (&[("desk", DESK), ("text", "  ")], "masih kosong"),
            (&[("desk", DESK), ("text", &long)], "terlalu panjang"),
            (&[("desk", "bnnp-99"), ("text", "Isi.")], "sedang tidak menerima"),
            (&[("desk", DESK), ("not_to", DESK), ("officer", "yes"), ("text", "Isi.")], "Anda kecualikan"),
        ];
        for (fields, told) in tries {
            let answer = form(&door, "/tulis", &[fields, &[("do", "send")]].concat()).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            let text = fields.iter().find(|(name, _)| *name == "text").unwrap().1;
            assert!(answer.text().contains(told) && answer.text().contains(text), "{told}");
        }
        let no_form = super::client::post(&door, "/tulis", "text=Isi.").await;
        assert!(no_form.text().contains("tidak utuh"), "{}", no_form.text());
        for (typed, told) in [("satu dua", "Ada 2 kata"), ("zzzz ".repeat(8).as_str(), "Kata ke-1"), ("", "Ada 0 kata")]
        {
            let answer = form(&door, "/lanjut", &[("words", typed)]).await;
            assert!(answer.text().contains(told), "{typed}: {}", answer.text());
        }
        let unknown = form(&door, "/lanjut", &[("words", &Code::new([9; 11]).words().join(" "))]).await;
        assert!(unknown.text().contains("Tidak ada laporan untuk kata-kata ini"));
    });
}
