report-nav = Action plan
report-title = Report
report-title-of = Report { $term }, { $agency }
report-board-title = Reports { $term } in { $place }
report-terms = Terms
report-agencies = Agencies and liaisons
report-own-lead = The reports of the agencies that you speak for.
report-no-agencies = No agency owes a report yet. Add agencies and mark those that owe reports.
report-of-have-sent = of { $of } agencies have reported
report-of-which-nil = { $n } of them nil
report-due = due { $date }
report-late = late
report-returned = returned
report-awaited = awaited
report-sent = sent
report-verified = accepted
report-nil = nil
report-sent-late = sent late
report-late-title = Late
report-days-late = { $n ->
    [one] { $n } day past due
   *[other] { $n } days past due
}
report-returned-title = Returned, to be corrected
report-reached-title = What was reached together
report-reached-hint = Of reports that were sent. What a unit reached counts with the agency above it, what a merged agency reached with its successor. Press an action to see its rows.
report-done-by = Done by
report-of-agencies = { $n } of { $of } agencies
report-of-target = of a target of { $target }
report-reached = Reached
report-spent = Spent
report-value = Reached
report-target = Target
report-not-said = not filled in
report-unplanned = unplanned
report-all-title = All agencies
report-action-number = Action { $n }
report-owes-none = owes no report
report-nothing-reached = No report that was sent has anything under this action.
report-counts-with = counts with { $agency }
report-sent-by = sent { $date } by { $who }
report-sent-on-behalf = entered { $date } by { $who } on behalf of the agency
report-checked-by = accepted { $date } by { $who }
report-returned-because = Returned with a note
report-no-plan = The plan of this year has no activity yet. Fill in the plan first, or send a nil report.
report-files = { $n ->
    [one] { $n } file
   *[other] { $n } files
}
report-files-add = { $n ->
    [one] Proof: { $n } file. See or add
   *[other] Proof: { $n } files. See or add
}
report-late-files = { $n } after the due day
report-add-unplanned = Add an unplanned activity
report-opens = The report can be sent from { $date } on. You can already fill in what was reached.
report-note = Note for the secretariat
report-note-hint = May be empty.
report-on-behalf-hint = You send it on behalf of this agency, for example from a report on paper. The ledger says so.
report-send = Send the report
report-send-nil = Send a nil report
report-nil-hint = Nil means: nothing was done in this term.
report-check = Check
report-verify = Accept the report
report-return = Return with a note
report-return-reason = What is to be corrected
report-return-hint = The agency’s liaison reads it.
report-reason-missing = Say what is to be corrected, in at least 15 characters.
report-reopen = Take back to correct
report-activities = Activities that were logged
report-activities-hint = Tick what belongs here; it is added up and need not be typed again.
report-activity-not-free = That activity counts in another row already, or is not of this term.
report-value-hint = Of this term only. Empty: the sum of the ticked activities.
report-spent-hint = Rupiah, for example 18,000,000. Empty: the sum of the ticked activities that no other agency counts.
report-obstacle = Obstacle
report-obstacle-hint = May be empty.
report-follow-up = Follow-up
report-clear = Remove what was filled in
report-clear-hint = The row is not filled in then. The ledger keeps what was there.
report-not-begun = This term has not begun.
report-not-begun-todo = Fill in what was reached once it has.
report-too-early = This report cannot be sent yet.
report-too-early-todo = Wait until the term is nearly over; what you filled in is kept.
report-empty = Nothing was filled in yet.
report-empty-todo = Fill in at least one row, or send a nil report.
report-nil-with-values = A nil report cannot be sent: something was reached.
report-nil-with-values-todo = Send an ordinary report, or remove what was filled in first.
report-handed-in = This report was sent and cannot be changed.
report-handed-in-todo = Take it back, or ask the secretariat to return it.
report-rows-silent = { $n ->
    [one] { $n } planned row is not filled in. Send without it? Empty is not zero.
   *[other] { $n } planned rows are not filled in. Send without them? Empty is not zero.
}
report-nudge = To { $agency }: the report { $term } on the action plan P4GN is awaited by { $date }. If nothing was done, a nil report takes one tap. Thank you:
report-nudge-late = To { $agency }: the report { $term } on the action plan P4GN was due { $date }. Please send it this week; if nothing was done, a nil report takes one tap. Thank you:
report-nudge-returned = To { $agency }: the report { $term } on the action plan P4GN was returned with a note. Please correct it and send it again. Thank you:
report-own-title = Your agencies
report-shown-to-all = The integrated team has decided that every agency sees who is late. What is reported is seen by the agency and the secretariat only.
report-not-percent = The unit is not per cent. Write the number without %.
report-value-not-summed = It cannot be summed from the ticked activities: the unit differs, or one of them has no number yet. Write what was reached.
report-value-huge = { $n } is more than ten times the target ({ $target }). Is the number right?
report-counted-once = { $n } counted at another agency already (joint activity)
report-nil-with-money = A nil report cannot be sent: money was reported as spent.
report-nil-with-money-todo = Send an ordinary report, or clear what was spent first.
report-not-there = No report has been sent yet.
report-not-there-todo = Load the page again.
report-agency-not-there = This agency did not exist in that term.
report-agency-not-there-todo = Choose another term.
report-not-shown = seen by the agency only
report-activity-elsewhere = counted by another agency too; the city’s sum counts it once
report-actions = Actions
