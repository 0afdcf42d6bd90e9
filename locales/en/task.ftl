task-fill = Fill in and send: { $what }
task-returned = Returned with a note: { $what }
task-review = { $n } sheets wait to be checked
task-decide = { $n } of { $of } villages wait for a decision on their class
task-activate = Rule version { $what } waits to be put in force
task-late = { $n } of { $of } villages have not reported; contact them
task-button-fill = Fill in
task-button-returned = Correct
task-button-review = Check
task-button-decide = Decide
task-button-activate = Look
task-button-late = Look
task-since = since { $date }
task-calendar = Bersinar
task-mail-lead = In Bersinar { $n ->
    [one] one thing waits
   *[other] { $n } things wait
} for you; { $late } past the date.
task-mail-subject = Bersinar: { $n ->
    [one] one thing waits
   *[other] { $n } things wait
} for you
task-mail-foot = This mail holds no class, no name of a person, no figures. Change or stop reminders: { $address }
task-mail-test = A test mail from Bersinar. If you read it, reminders will arrive. { $address }
task-mail-test-subject = Bersinar: test mail
task-mail-sent = The test mail was sent. Look into your inbox.
task-mail-failed = The test mail was not sent; the mail server said:
task-address-malformed = That is no mail address
task-address-malformed-todo = Write it like name@example.go.id.
task-no-address = There is no mail address yet
task-no-address-todo = Save the address first, then try.
task-address-kept = Saved.
task-reminders = Reminders
task-reminders-lead = How you are reminded of what waits for you.
task-mail = By mail
task-mail-hint = At most one mail a day, only when something is new, nearly due, or late. It holds no class, no name of a person, no figures.
task-no-mail-server = This installation has no mail server yet; the operator sets it when starting the program.
task-address = Your mail address
task-address-hint = Leave it empty to stop mails.
task-keep = Save
task-try-mail = Send a test mail
task-calendar-title = By calendar
task-calendar-hint = A secret calendar address for your phone or computer. Whoever holds it sees what waits and when; revoke it if it got out.
task-calendar-once = Your calendar address; shown this once, copy it now
task-calendar-since = There is a calendar address made on { $at }.
task-calendar-make = Make a calendar address
task-calendar-new = Replace by a new address
task-calendar-revoke = Revoke
task-deliveries = Last mails to you
task-deliveries-none = No mail was sent yet.
task-delivered = sent, { $n } things
task-not-delivered = not sent
task-nudge-link = Text of a reminder
task-nudge-title = Text of a reminder
task-nudge-copy = Copy into your messenger
task-nudge-hint = It holds no class, no name of a person, no figures. The address opens that sheet after signing in.
task-nudge = Dear { $head } of { $village }, { $sheet } is awaited until { $date }. Please sign in and fill it in, thank you:
task-nudge-sent = This sheet has been sent; there is nothing to remind of.
task-running = Jobs and mails
task-running-lead = What the program does by itself, and which mails were sent or failed.
task-when = When
task-what = What
task-state = State
task-said = Remark
task-jobs = Jobs
task-jobs-none = No job yet. The program does them from its first day on.
task-mails = Mails
task-job-checkpoint = Checkpoint of the ledger
task-job-sweep = Unused files removed
task-job-mail = Reminder mails
task-job-rule = Rule of the nation put in place
task-state-done = done
task-state-failed = failed
task-state-running = running
task-state-queued = waiting
task-inactive = Your village is inactive: hold an activity and log it, or write down the plan
task-lapsing = Your village is about to show as inactive: hold and log an activity before
task-inactive-villages = { $n } of { $of } launched villages are inactive
task-chosen = What was chosen for your village is not done yet
task-button-inactive = Look
task-button-lapsing = Look
task-button-inactive-villages = Look
task-button-chosen = Update
task-follow-up = A follow-up in your village is not done yet
task-button-follow-up = Update
task-report = Report { $what }
task-report-returned = Report { $what } was returned
task-check-reports = { $n ->
    [one] { $n } report of an agency waits to be checked
   *[other] { $n } reports of agencies wait to be checked
}
task-late-agencies = { $n } of { $of } agencies have not reported; remind them
task-button-report = Fill in
task-button-report-returned = Correct
task-button-check-reports = Check
task-button-late-agencies = See
task-commitment = Commitment: { $what }
task-overdue-commitments = { $n ->
    [one] { $n } commitment is past its day
   *[other] { $n } commitments are past their day
}
task-law = Law or agreement: { $what }
task-button-commitment = Update
task-button-overdue-commitments = See
task-button-law = See
task-job-print = PDF made
task-desk = Report desk { $what }: your turn
task-button-desk = Open the desk
task-job-arrivals = What came through a door entered in the ledger
task-door = Something waits for you
task-button-door = See
