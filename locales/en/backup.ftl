# Backup and restore on the terminal.

## backup
backup-made = { $file }: { $size }; { $entries } ledger entries, { $rows } rows, { $files } files
backup-checked = All files were read back and fit. Keep them on another machine or disk, together with bersinar-erasures.jsonl.
backup-damaged = ATTENTION  { $file } was damaged in the data folder before the backup; it was copied as it is.
backup-with-key = The signing key IS in the backup of main: whoever has that file can sign in this city's name.
backup-without-key = The signing key is NOT in the backup. Keep a copy of keys/ledger.key elsewhere.
backup-key-elsewhere = The signing key is not on this machine, so it is not in the backup either.
backup-no-key-here = The signing key is not on this machine. Try again without --with-key.
backup-no-city = This installation has no city yet; nothing was backed up.
backup-no-city-todo = Begin with: bersinar init --region CODE
backup-exists = { $why } is there already. Wait a minute, or choose another folder.
backup-moving = { $why } changed while it was read. Try again.
backup-tool-missing = The program { $why } is missing. Install the package postgresql-client in the version of the server, then try again.
backup-tool-failed = PostgreSQL refused. { $why }
backup-disk-full = No space left at { $file }. Make room or choose another disk, then try again; what was half done has been removed.
backup-unreadable = { $file }: { $why }

## restore
backup-not-one = { $file } is no backup of Bersinar.
backup-cut = { $file } was cut off: its end is missing. Copy it again from where it came, or use another backup. Nothing was restored.
backup-changed = { $file } was changed or damaged ({ $why } does not fit its digest). Copy it again from where it came, or use another backup. Nothing was restored.
backup-newer = { $file } was made by a newer version of Bersinar ({ $why }). Install that version, then try again.
backup-other-city = { $file } is a backup of { $this }, not of { $other }. Nothing was restored.
backup-two-cities = { $file } is a backup of { $this }, but another file is of { $other }. Restore one city only.
backup-two-installations = { $file } comes from another installation with another key. Use the files of one and the same backup.
backup-store-twice = { $file } holds { $this }, which a file before it holds already. Name one file for each store.
backup-no-main = There is no file of the store main. Name the file bersinar-main-….backup too.
backup-for-postgres = { $file } comes from PostgreSQL. Name an empty database with --database URL.
backup-for-folder = { $file } comes from SQLite. Restore it into a folder, without --database.
backup-folder-not-empty = { $folder } is not empty. Restore into a new folder; the data there are not touched.
backup-database-not-empty = The database { $place } holds something. Make an empty one; the data there are not touched.
backup-store-missing = No file of the store { $store }: it was made empty.
backup-erasures-unread = { $file } is no log of erasures.
backup-erased-again = { $n } names that were erased after this backup was made have been erased again.
backup-no-newer-erasures = ATTENTION  There is no log of erasures newer than this backup ({ $at }). Names that were erased since are back: erase them again with bersinar user end LOGIN --erase, or restore again with --erasures FILE.
backup-restored = { $place } restored to { $folder } as it was on { $at }.
backup-key-laid = The signing key is in this folder.
backup-key-not-laid = The signing key is not in this folder: old checkpoints can still be checked, new ones cannot be made. Put ledger.key into the folder keys, or sign on another machine (bersinar audit heads).
backup-no-folder-above = The folder above { $folder } does not exist. Is the disk mounted? Make the folder first, then try again.
backup-same-disk = Note: this backup lies on the same disk as the data; if that disk fails, both are gone. Copy it elsewhere.
backup-missing = The file { $file } is referred to by a record and is not there. Take it from an older backup.
