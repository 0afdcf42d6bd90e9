access-not-allowed = Akun ini tidak berwenang untuk itu.
access-not-allowed-todo = Hanya peran tertentu yang melihat bagian ini. Bila Anda memerlukannya, hubungi administrator.
