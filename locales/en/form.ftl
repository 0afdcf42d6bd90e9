form-refused = { $n ->
    [one] { $n } field cannot
   *[other] { $n } fields cannot
 } be taken yet.
form-refused-todo = Mend what is marked below; all else that you typed is still on this page.
form-doubts = Please look once more before it is saved.
form-doubts-todo = Tick what is meant so, then save again. Nothing was lost.
form-sure = Is it meant so?
form-choose = Choose …
form-change = Change
form-note = Note
form-note-hint = Do not write anyone's name.
form-too-long = At most { $most } characters.
form-no-number = Write a whole number, such as 40 or 1143.
form-rupiah-in-words = Write rupiah in full figures, such as 18,000,000, not “18 juta”.
form-no-date = The date is missing.
form-date-unreadable = This date cannot be read. Write for example 11/3/2023, 11 March 2023, March 2023, or 2023.
form-day-missing = Write the whole date, for example 24/5/2026.
form-in-the-future = This date is still to come.
form-when-hint = For example 11/3/2023. Where only month or year is known, write just that.
form-day-hint = For example 24/5/2026.
form-not-chosen = Choose one.
form-no-year = Write the year in four digits, such as 2026.
form-no-link = A link begins with https://
form-year-unlikely = Check the year: dates from 1945 to 2100 are taken.
