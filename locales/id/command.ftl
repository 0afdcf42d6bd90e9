# Perintah di terminal: score, regions, instruments.

## Berkas
command-file-missing = Berkas { $file } tidak ada. Periksa nama dan foldernya.
command-file-folder = { $file } adalah folder. Sebutkan nama berkas di dalamnya.
command-file-forbidden = Berkas { $file } tidak boleh dibaca. Periksa izinnya.
command-file-unreadable = Berkas { $file } tidak dapat dibaca: { $why }.
command-file-large = Berkas { $file } lebih dari 256 MB. Bagilah, misalnya per provinsi.
command-file-binary = { $file } bukan berkas teks. Bila ini buku kerja Excel, simpan dahulu lembarnya sebagai CSV.
command-file-empty = { $file } kosong. Baris pertama harus berisi nama kolom, misalnya kode,P1,P2.

## score
command-score-no-code-column = Kolom "kode" tidak ada di baris pertama (yang ada: { $found }). Beri nama kode pada kolom kode wilayah.
command-score-ignored = Kolom yang tidak dibaca: { $columns }.
command-score-absent = Tidak ada kolom untuk { $columns }; dihitung belum dijawab.
command-score-present = { $group } { $n } dari { $of } ada: { $items }
command-score-none-present = { $group } 0 dari { $of } ada
command-score-value = { $name }: { $value }
command-score-spread = { $low } sampai { $high }
command-score-not-applicable = tidak berlaku, dihitung tidak ada: { $items }
command-score-not-answered = belum dijawab: { $items }
command-score-dont-know = tidak diketahui: { $items }
command-score-no-denominator = jumlah penduduk atau keluarga belum ada untuk menilai: { $items }
command-score-no-cutoff = batas kota belum dapat dihitung untuk menilai: { $items }
command-score-range = kelas belum pasti: { $mildest } sampai { $worst }
command-score-rule = aturan: { $class } bila { $when }
command-score-possible = masih mungkin: { $class } bila { $when }
command-score-column-twice = Kolom ini ada dua kali dengan isi berbeda; dihitung belum dijawab. Hapus salah satu kolom.
command-score-bad-denominator = Jumlah penduduk atau keluarga ini bukan bilangan bulat. Tulis misalnya 10606.
command-score-extra-cells = Baris ini berisi { $cells } sel, judulnya { $columns }. Mungkin koma desimal terbaca sebagai pemisah: beri tanda kutip atau pakai titik koma sebagai pemisah.
command-score-stray-quote = Ada tanda kutip pembuka tanpa penutup; isinya mungkin bergeser. Periksa baris ini.
command-score-many-lines = Sel berkutip berlanjut dari baris { $from } sampai { $to }. Bila tidak disengaja, tutup tanda kutipnya.
command-score-code-empty = Kode wilayah kosong. Isi dengan kode Kemendagri, misalnya 32.71.01.1001.
command-score-code-shape = Ini bukan kode wilayah. Tulis seperti 32.71.01.1001; bila Excel mengubahnya menjadi angka, atur kolom sebagai Teks.
command-score-code-unknown = Kode ini tidak ada dalam daftar Kemendagri 2025. Cari kodenya dengan: bersinar regions search NAMA.
command-score-code-level = Ini kode { $name }, bukan kode desa atau kelurahan.
command-score-code-repeated = Kode ini tertulis { $n } kali dalam berkas, antara lain di baris { $first } dan { $last }. Biarkan satu saja.
command-score-head-code = KODE
command-score-head-name = NAMA
command-score-head-class = KELAS
command-score-head-because = ALASAN
command-score-sum = Kelas dari { $rows } baris:
command-score-open = belum pasti
command-score-answered = Terjawab: { $n } dari { $of } isian.
command-score-problems = Perlu diperiksa: { $n } catatan pada { $rows } baris.
command-score-by = Aturan: { $rule }.

## Aturan dalam kata-kata
command-rule-and = dan
command-rule-otherwise = tidak satu pun baris lain cocok
command-rule-provisional = sementara
command-rule-at-least = ≥ { $n } { $unit }
command-rule-per-residents = ≥ { $n } per 1.000 penduduk
command-rule-per-households = ≥ { $n } per 1.000 keluarga
command-rule-top-share = termasuk { $n } % tertinggi di kota dan di atas nol
command-rule-yes = dijawab ada
command-rule-choices = dipilih { $n }

## instruments
command-rule-unknown = Instrumen "{ $name }" tidak ada, juga tidak ada berkas dengan nama itu. Yang tersedia: { $known }.
command-rule-invalid = { $file } bukan aturan yang sah ({ $n } temuan). Perbaiki lalu periksa dengan: bersinar instruments check { $file }
command-rule-not-text = { $file } bukan teks UTF-8. Aturan ditulis sebagai berkas TOML.
command-rule-ok = { $file }: ok
command-rule-head-rule = ATURAN
command-rule-head-title = JUDUL
command-rule-head-items = BUTIR
command-rule-head-from = BERLAKU SEJAK
command-rule-since = berlaku sejak { $from }
command-rule-from-until = berlaku { $from } sampai { $until }
command-rule-basis = Dasar hukum
command-rule-sheets = Lembar
command-rule-scope-city = satu untuk seluruh kota
command-rule-scope-village = satu per kelurahan/desa
command-rule-classes = Kelas, terburuk lebih dahulu
command-rule-scoring = Penilaian
command-rule-present = ada bila { $threshold }
command-rule-not-judged = tidak dinilai
command-rule-sheet = lembar { $sheet }
command-rule-gives = { $what } bila { $when }
command-rule-part-count = banyaknya yang ada di antara { $of }
command-rule-part-sum = jumlah { $of }
command-rule-part-mean = rata-rata { $of }
command-rule-part-weighted = rata-rata berbobot { $of }
command-rule-part-rescale = penskalaan { $of }
command-rule-part-bands = menurut rentang { $of }
command-rule-part-table = baris pertama yang cocok menentukan

## regions
command-region-no-code = "{ $code }" bukan kode wilayah. Tulis seperti 63, 63.06, 63.06.01 atau 63.06.01.2001.
command-region-unknown = Kode { $code } tidak ada dalam daftar Kemendagri 2025. Cari dengan: bersinar regions search NAMA
command-region-nothing = Tidak ada tempat bernama atau berkode "{ $text }". Coba sebagian namanya saja.
command-region-head-row = BARIS
command-region-head-name = NAMA
command-region-head-how = HASIL
command-region-head-code = KODE
command-region-head-place = TEMPAT
command-region-how-exact = persis
command-region-how-folded = sama
command-region-how-fuzzy = mirip
command-region-how-ambiguous = bermakna ganda
command-region-how-none = tidak ditemukan
command-region-matched = { $n } dari { $of } baris mendapat kode; { $open } perlu dipilih orang.
command-region-regencies = { $n } kabupaten/kota
command-region-called = { $n } { $word }, dipimpin { $head }
command-region-unsure = Sebutan ini belum pasti; tanyakan setempat sebelum dicetak.
