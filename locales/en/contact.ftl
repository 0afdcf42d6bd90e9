contact-title = Person responsible
contact-lead = Whom to ask about the programme here. Seen only by the village head, Kesbangpol and BNNK, and part of the list for BNN.
contact-name = Name
contact-phone = Mobile number
contact-phone-hint = For example 0812-3456-7890.
contact-no-phone = Write the number in digits.
contact-erase = Empty both to erase. What is erased or replaced is gone for good, also when a backup is restored.
