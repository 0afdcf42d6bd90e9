contact-title = Penanggung jawab
contact-lead = Orang yang dihubungi tentang program di sini. Hanya tampak bagi lurah atau kades, Kesbangpol, dan BNNK, dan ada dalam daftar untuk BNN.
contact-name = Nama
contact-phone = Nomor HP
contact-phone-hint = Misalnya 0812-3456-7890.
contact-no-phone = Tulis nomor dengan angka saja.
contact-erase = Kosongkan keduanya untuk menghapus. Yang dihapus atau diganti hilang untuk selamanya, juga ketika cadangan dipulihkan.
