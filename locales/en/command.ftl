# Commands in a terminal: score, regions, instruments.

## Files
command-file-missing = There is no file { $file }. Check its name and folder.
command-file-folder = { $file } is a folder. Name a file in it.
command-file-forbidden = The file { $file } may not be read. Check its permissions.
command-file-unreadable = The file { $file } cannot be read: { $why }.
command-file-large = The file { $file } is larger than 256 MB. Split it, for example by province.
command-file-binary = { $file } is not a text file. If it is an Excel workbook, save the sheet as CSV first.
command-file-empty = { $file } is empty. The first row must hold the names of the columns, for example kode,P1,P2.

## score
command-score-no-code-column = There is no column "kode" in the first row (found: { $found }). Give the column of area codes the name kode.
command-score-ignored = Columns that are not read: { $columns }.
command-score-absent = No column for { $columns }; counted as not answered.
command-score-present = { $group } { $n } of { $of } present: { $items }
command-score-none-present = { $group } 0 of { $of } present
command-score-value = { $name }: { $value }
command-score-spread = { $low } to { $high }
command-score-not-applicable = not applicable, counted as not present: { $items }
command-score-not-answered = not answered: { $items }
command-score-dont-know = not known: { $items }
command-score-no-denominator = number of residents or households is missing to judge: { $items }
command-score-no-cutoff = the city's limit cannot be worked out to judge: { $items }
command-score-range = class not settled: { $mildest } to { $worst }
command-score-rule = rule: { $class } if { $when }
command-score-possible = still possible: { $class } if { $when }
command-score-column-twice = This column is there twice with different values; counted as not answered. Delete one of the columns.
command-score-bad-denominator = This number of residents or households is not a whole number. Write for example 10606.
command-score-extra-cells = This row has { $cells } cells, the header { $columns }. Perhaps a decimal comma was read as a separator: put it in quotes or separate by semicolons.
command-score-stray-quote = A quote is opened and not closed; the values may have shifted. Check this row.
command-score-many-lines = A quoted cell runs from line { $from } to { $to }. If that is not intended, close the quote.
command-score-code-empty = The area code is empty. Fill in the Kemendagri code, for example 32.71.01.1001.
command-score-code-shape = This is not an area code. Write it like 32.71.01.1001; if Excel turned it into a number, format the column as Text.
command-score-code-unknown = This code is not in the Kemendagri list of 2025. Find the code with: bersinar regions search NAME.
command-score-code-level = This is the code of { $name }, not of a desa or kelurahan.
command-score-code-repeated = This code is in the file { $n } times, among others on lines { $first } and { $last }. Keep one.
command-score-head-code = CODE
command-score-head-name = NAME
command-score-head-class = CLASS
command-score-head-because = BECAUSE
command-score-sum = Classes of { $rows } rows:
command-score-open = not settled
command-score-answered = Answered: { $n } of { $of } cells.
command-score-problems = To be checked: { $n } remarks on { $rows } rows.
command-score-by = Rule: { $rule }.

## A rule in words
command-rule-and = and
command-rule-otherwise = no other row applies
command-rule-provisional = provisional
command-rule-at-least = ≥ { $n } { $unit }
command-rule-per-residents = ≥ { $n } per 1,000 residents
command-rule-per-households = ≥ { $n } per 1,000 households
command-rule-top-share = among the highest { $n }% of the city and above zero
command-rule-yes = answered ada (yes)
command-rule-choices = chosen { $n }

## instruments
command-rule-unknown = There is no instrument "{ $name }", nor a file of that name. Available: { $known }.
command-rule-invalid = { $file } is not a valid rule ({ $n } findings). Repair it and check with: bersinar instruments check { $file }
command-rule-not-text = { $file } is not UTF-8 text. A rule is written as a TOML file.
command-rule-ok = { $file }: ok
command-rule-head-rule = RULE
command-rule-head-title = TITLE
command-rule-head-items = ITEMS
command-rule-head-from = VALID FROM
command-rule-since = valid from { $from }
command-rule-from-until = valid { $from } to { $until }
command-rule-basis = Legal basis
command-rule-sheets = Sheets
command-rule-scope-city = one for the whole city
command-rule-scope-village = one per village
command-rule-classes = Classes, worst first
command-rule-scoring = Scoring
command-rule-present = present if { $threshold }
command-rule-not-judged = not judged
command-rule-sheet = sheet { $sheet }
command-rule-gives = { $what } if { $when }
command-rule-part-count = how many are present of { $of }
command-rule-part-sum = sum of { $of }
command-rule-part-mean = mean of { $of }
command-rule-part-weighted = weighted mean of { $of }
command-rule-part-rescale = rescaling { $of }
command-rule-part-bands = by ranges of { $of }
command-rule-part-table = the first row that applies decides

## regions
command-region-no-code = "{ $code }" is not an area code. Write it like 63, 63.06, 63.06.01 or 63.06.01.2001.
command-region-unknown = The code { $code } is not in the Kemendagri list of 2025. Search with: bersinar regions search NAME
command-region-nothing = No place is named or coded "{ $text }". Try a part of its name.
command-region-head-row = ROW
command-region-head-name = NAME
command-region-head-how = RESULT
command-region-head-code = CODE
command-region-head-place = PLACE
command-region-how-exact = exact
command-region-how-folded = equal
command-region-how-fuzzy = similar
command-region-how-ambiguous = ambiguous
command-region-how-none = not found
command-region-matched = { $n } of { $of } rows have a code; { $open } need a person's choice.
command-region-regencies = { $n } regencies and cities
command-region-called = { $n } { $word }, head: { $head }
command-region-unsure = These titles are uncertain; ask the place before printing them.
