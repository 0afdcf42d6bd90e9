# Cadangan dan pemulihan di terminal.

## backup
backup-made = { $file }: { $size }; { $entries } catatan buku besar, { $rows } baris, { $files } berkas
backup-checked = Semua berkas dibaca ulang dan cocok. Simpan di mesin atau disk lain, bersama bersinar-erasures.jsonl.
backup-damaged = PERHATIAN  { $file } sudah rusak di folder data sebelum dicadangkan; ikut disalin sebagaimana adanya.
backup-with-key = Kunci penanda tangan ADA di dalam cadangan main: siapa yang memegang berkas itu dapat menandatangani atas nama kota ini.
backup-without-key = Kunci penanda tangan TIDAK ada di dalam cadangan. Simpan salinan keys/ledger.key di tempat lain.
backup-key-elsewhere = Kunci penanda tangan tidak ada di mesin ini, jadi juga tidak di dalam cadangan.
backup-no-key-here = Kunci penanda tangan tidak ada di mesin ini. Ulangi tanpa --with-key.
backup-no-city = Pemasangan ini belum berisi kota; tidak ada yang dicadangkan.
backup-no-city-todo = Mulai dengan: bersinar init --region KODE
backup-exists = { $why } sudah ada. Tunggu satu menit, atau pilih folder lain.
backup-moving = { $why } berubah saat dibaca. Ulangi.
backup-tool-missing = Program { $why } tidak ada. Pasang paket postgresql-client dengan versi yang sama dengan servernya, lalu ulangi.
backup-tool-failed = PostgreSQL menolak. { $why }
backup-disk-full = Ruang disk habis di { $file }. Kosongkan ruang atau pilih disk lain, lalu ulangi; yang setengah jadi sudah dihapus.
backup-unreadable = { $file }: { $why }

## restore
backup-not-one = { $file } bukan cadangan Bersinar.
backup-cut = { $file } terpotong: akhirnya tidak ada. Salin ulang dari asalnya, atau pakai cadangan lain. Tidak ada yang dipulihkan.
backup-changed = { $file } berubah atau rusak ({ $why } tidak cocok dengan sidiknya). Salin ulang dari asalnya, atau pakai cadangan lain. Tidak ada yang dipulihkan.
backup-newer = { $file } dibuat oleh versi Bersinar yang lebih baru ({ $why }). Pasang versi itu, lalu ulangi.
backup-other-city = { $file } adalah cadangan { $this }, bukan { $other }. Tidak ada yang dipulihkan.
backup-two-cities = { $file } adalah cadangan { $this }, padahal berkas lain dari { $other }. Pulihkan satu kota saja.
backup-two-installations = { $file } berasal dari pemasangan lain dengan kunci lain. Pakai berkas dari satu cadangan yang sama.
backup-store-twice = { $file } memuat { $this }, yang sudah ada pada berkas sebelumnya. Sebutkan satu berkas untuk setiap bagian.
backup-no-main = Tidak ada berkas bagian main. Sebutkan juga berkas bersinar-main-….backup.
backup-for-postgres = { $file } berasal dari PostgreSQL. Sebutkan basis data kosong dengan --database URL.
backup-for-folder = { $file } berasal dari SQLite. Pulihkan ke folder, tanpa --database.
backup-folder-not-empty = { $folder } tidak kosong. Pulihkan ke folder baru; data yang ada tidak disentuh.
backup-database-not-empty = Basis data { $place } sudah berisi. Buat basis data kosong; data yang ada tidak disentuh.
backup-store-missing = Tanpa berkas bagian { $store }: bagian itu dibuat kosong.
backup-erasures-unread = { $file } bukan catatan penghapusan.
backup-erased-again = { $n } nama yang dihapus setelah cadangan ini dibuat dihapus lagi.
backup-no-newer-erasures = PERHATIAN  Tidak ada catatan penghapusan yang lebih baru daripada cadangan ini ({ $at }). Nama yang dihapus sesudahnya muncul kembali: hapus lagi dengan bersinar user end NAMA-MASUK --erase, atau ulangi dengan --erasures BERKAS.
backup-restored = { $place } dipulihkan ke { $folder } seperti keadaan { $at }.
backup-key-laid = Kunci penanda tangan ada di folder ini.
backup-key-not-laid = Kunci penanda tangan tidak ada di folder ini: titik periksa lama tetap dapat diperiksa, yang baru tidak dapat dibuat. Taruh ledger.key di folder keys, atau tanda tangani di mesin lain (bersinar audit heads).
backup-no-folder-above = Folder di atas { $folder } tidak ada. Apakah disknya sudah terpasang? Buat foldernya dahulu, lalu ulangi.
backup-same-disk = Perhatian: cadangan ini terletak di disk yang sama dengan datanya; bila disk itu rusak, keduanya hilang. Salin ke tempat lain.
backup-missing = Berkas { $file } dirujuk catatan tetapi tidak ada. Ambil dari cadangan yang lebih lama.
