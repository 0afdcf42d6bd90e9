// Every page of a role, at both widths and in both languages, and the most used ones in the dark: looked at by `eye.mjs`.

import assert from "node:assert/strict";
import { test } from "node:test";

const VILLAGE = "99.71.04.1003";

const PUBLIC = ["/", "/kota/99.71", "/kota/99.71?tahun=2023", "/kota/99.71.01.1001", "/kota/99.71.12.1001", "/bantuan/99.71", "/bantuan/99.71?desa=99.71.01.1001", "/tur", "/aturan", "/masuk", "/masuk/slip", "/masuk/slip?kode=SALAH-KODE", "/tidak-ada"];
const COMMON = ["/beranda", "/sesi", "/cari", "/cari?q=harapan", "/cari?q=tidakadasamasekali"];

/** The pages of each role, with the status that is right. */
export const ROLES = {
  anyone: { login: null, pages: PUBLIC },
  bnnk: {
    login: "bnnk",
    pages: [...COMMON, "/wilayah/99.71", "/wilayah/99.71?tahun=2022", "/wilayah/99.71.12", `/desa/${VILLAGE}`,
      "/desa/99.71.11.1005", "/desa/99.71.06.1002", "/desa/99.71.01.1001?tahun=2022", "/lembar/police/99.71",
      "/lembar/police/99.71?tahun=2025", `/lembar/village/${VILLAGE}`, "/lembar/village/99.71.01.1001",
      "/lembar/village/99.71.12.1001", "/periksa", `/periksa/village/${VILLAGE}`, "/periksa/police/99.71.01.1001",
      "/periksa/village/99.71.12.1001", "/periode", "/buku-besar", "/buku-besar?sebelum=60", "/akun", "/impor",
      "/wilayah/99.71/banding", "/wilayah/99.71/banding?tahun=2022&dengan=2025", "/wilayah/99.71?diketahui=2026-06-30",
      `/desa/${VILLAGE}?pada=2025-06-30`, "/aturan/versi", "/aturan/versi/kawasan-rawan-8-5/2026.2",
      "/aturan/versi/kawasan-rawan-8-5/2026.2/ubah", "/aturan?tahun=2024", "/batas", "/angka/99.71",
      "/bukti/village/99.71.01.1001", "/bukti/police/99.71", "/pengingat", `/pengingat/village/${VILLAGE}`,
      "/bersinar/99.71", "/bersinar/99.71?tahun=2023", "/bersinar/99.71.12", "/desa/99.71.01.1001/program", "/desa/99.71.02.1001/program",
      "/desa/99.71.01.1001/program?pada=2023-04-01", "/desa/99.71.01.1001/tonggak/task_group", "/desa/99.71.01.1001/tonggak/running",
      "/desa/99.71.01.1001/intervensi", "/desa/99.71.01.1001/intervensi?tahun=2019", "/desa/99.71.01.1001/anggaran", "/desa/99.71.01.1001/tag",
      "/kegiatan/99.71", "/kegiatan/99.71?tahun=2019", "/kegiatan/99.71/baru", "/sk/99.71", "/target/99.71", "/bantuan/99.71", "/bantuan/99.71/isi",
      "/bersinar/99.71/daftar", "/pengamatan/99.71", "/desa/99.71.02.1001/kunjungan", "/desa/99.71.01.1001/narahubung"],
    dark: ["/beranda", "/wilayah/99.71", `/desa/${VILLAGE}`, "/lembar/village/99.71.01.1001", "/periksa", "/", "/bersinar/99.71",
      "/desa/99.71.01.1001/program", "/target/99.71"],
  },
  lurah: {
    login: "lurah-seruni",
    pages: [...COMMON, "/desa/99.71.01.1001", "/desa/99.71.01.1001?tahun=2022", "/lembar/village/99.71.01.1001",
      "/desa/99.71.01.1001/program", "/desa/99.71.01.1001/intervensi", "/desa/99.71.01.1001/tonggak/launched", "/kegiatan/99.71.01.1001",
      "/kegiatan/99.71.01.1001/baru", "/desa/99.71.01.1001/intervensi/isi?jenis=coalition",
      "/desa/99.71.01.1001/kunjungan", "/desa/99.71.01.1001/narahubung", "/pengamatan/99.71.01.1001",
      "/lembar/village/99.71.01.1001?tahun=2025", "/wilayah/99.71", "/impor", "/"],
  },
  kesbangpol: { login: "kesbangpol", pages: ["/instansi/99.71", "/instansi/99.71/isi", "/laporan/99.71", "/laporan/99.71?tahun=2025&semester=b12", "/laporan/99.71/aksi/g3",
    "/tim/99.71", "/tim/99.71/susunan", "/rapat/99.71/isi", "/hukum/99.71", "/hukum/99.71/isi", "/dokumen/99.71", "/dokumen/99.71/kop", "/ringkas/99.71"] },
  liaison: { login: "dinkes", pages: ["/beranda", "/instansi/99.71", "/laporan/99.71", "/tim/99.71", "/bersinar/99.71"] },
  desk: { login: "berantas", pages: ["/beranda", "/meja", "/meja/bnnk-99.71", "/meja/bnnk-99.71/laporan", "/meja/bnnk-99.71/laporan?mana=selesai", "/meja/bnnk-99.71/laporan?mana=saya", "/kunci"] },
  bnnp: { login: "bnnp", pages: ["/beranda", "/provinsi/99", "/provinsi/99?tahun=2020", "/provinsi/99?diketahui=2025-12-31"] },
  administrator: { login: "administrator", pages: [...COMMON, "/akun", "/meja", "/meja/bnnk-99.71", "/jalannya", "/batas", "/pengingat", "/wilayah/99.71", "/tur"], dark: ["/akun"] },
  inspectorate: {
    login: "inspektorat",
    pages: [...COMMON, "/wilayah/99.71", `/desa/${VILLAGE}`, "/buku-besar", "/lembar/police/99.71"],
  },
};

const WIDTHS = [{ width: 1280, height: 800 }, { width: 360, height: 800 }];

/** One page in one language: loaded once, looked at in both widths. */
async function see(person, path) {
  await person.page.setViewportSize(WIDTHS[0]);
  person.eye.thorough = person.eye.lang === "id";
  await person.go(path);
  person.eye.thorough = false;
  await person.page.setViewportSize(WIDTHS[1]);
  await person.eye.look();
}

/** Makes the tests of a role. */
export function everyPageOf(city, role) {
  const { login, pages, dark = [] } = ROLES[role];
  for (const lang of ["id", "en"]) {
    test(`${role}: ${pages.length} pages × 360 and 1280 pixels in ${lang}`, async () => {
      const person = await city.person({ lang });
      if (login) await person.signInAs(login);
      for (const path of pages) await see(person, path);
      person.assertClean();
      assert.ok(person.eye.pages >= pages.length, `${person.eye.pages} pages`);
    });
  }
  if (dark.length === 0) return;
  test(`${role}: ${dark.length} pages in the dark`, async () => {
    const person = await city.person({ colours: "dark" });
    if (login) await person.signInAs(login);
    for (const path of dark) await person.go(path);
    person.assertClean();
  });
}
