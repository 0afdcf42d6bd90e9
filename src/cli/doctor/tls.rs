//! The certificate: readable, fitting its key, and for how long. Whether browsers trust it is not known here.

use super::{Line, State};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _};
use std::{path::Path, sync::Arc};
use x509_cert::{Certificate, der::Decode as _};

/// A renewal that did not come shows this long before the end.
const SOON: i64 = 14;
const DAY: i64 = 86_400_000;

/// What there is to say about TLS.
pub fn lines(files: Option<(&Path, &Path)>, now: i64) -> Vec<Line> {
    let Some((certificate, key)) = files else {
        return vec![Line::new(
            State::Note,
            "TLS tidak diperiksa (tanpa --tls-cert dan --tls-key)",
            "untuk orang lain program harus berada di belakang proxy ber-TLS dengan --trust-proxy; tanpa itu hanya di \
             mesin ini",
        )];
    };
    let chain = CertificateDer::pem_file_iter(certificate).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let chain = match chain {
        Ok(chain) if !chain.is_empty() => chain,
        Ok(_) => return vec![unread(certificate, "tidak berisi sertifikat")],
        Err(error) => return vec![unread(certificate, &error.to_string())],
    };
    let secret = match PrivateKeyDer::from_pem_file(key) {
        Ok(secret) => secret,
        Err(error) => return vec![unread(key, &error.to_string())],
    };
    let end = Certificate::from_der(&chain[0]).map(|own| {
        let validity = own.tbs_certificate().validity();
        i64::try_from(validity.not_after.to_unix_duration().as_millis()).unwrap_or(i64::MAX)
    });
    let expiry = match end {
        Err(error) => unread(certificate, &error.to_string()),
        Ok(end) => lasting((end - now).div_euclid(DAY)),
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let fits = rustls::sign::CertifiedKey::from_der(chain, secret, &provider);
    let fits = Line::must(
        fits.is_ok(),
        "sertifikat TLS cocok dengan kuncinya",
        "pakai kunci yang dipakai saat sertifikat ini diminta; berkas sertifikat harus mulai dengan sertifikat server",
    );
    vec![fits, expiry]
}

fn lasting(days: i64) -> Line {
    let what = format!("sertifikat TLS berlaku {} hari lagi", days.max(0));
    let todo = "perbarui sertifikat, lalu jalankan ulang bersinar serve";
    match days {
        ..0 => Line::new(State::Wrong, "sertifikat TLS sudah berakhir", todo),
        0..SOON => Line::new(State::Attention, what, todo),
        _ => Line::good(what),
    }
}

fn unread(file: &Path, why: &str) -> Line {
    let todo = format!("{why}; sebutkan berkas PEM yang dapat dibaca pengguna ini");
    Line::new(State::Wrong, format!("{} dapat dibaca", file.display()), todo)
}
