"""Every limit of the service, named once. Counts are of things, sizes are in bytes, spans are timedeltas."""

from datetime import timedelta

LEARNERS_PER_RUN = 5_000
UNITS_PER_RUN = 100
RESULTS_PER_SUBMISSION = 40_000

# Whose names cannot be printed: as many as an answer names one by one, for it is kept in one item.
NAMES_WARNED_OF = 100

# A transaction takes 100 items: each run in a parcel needs three (head, line, event), the parcel itself
# its own item, its tracking number's and the kept answer's.
COURSE_RUNS_PER_CONSIGNMENT = 32
# The decision's own items leave room for these in the same transaction.
QUERIES_PER_DECISION = 90
# With their notes they lie in one item.
DISCREPANCIES_PER_RECEIPT = 300

# A transaction takes 100 items: head, event, the distribution, the kept answer, and a line for each of these parcels.
PARCELS_PER_DISTRIBUTION = 90

# Each needs three items of a transaction, seldom more: itself, its original's batch, and that one's line in a parcel.
REPLACEMENTS_PER_ISSUE = 25
# In one file to print; more are divided over several. A page takes Typst up to 3 MB of memory while it is laid out.
CERTIFICATES_PER_FILE = 250
# A template with its drawings.
TEMPLATE_BYTES = 1_000_000
# What printing by a template may take before it is given up: of a batch within the function's own time and memory, and
# of the samples that a new template is tried on, before API Gateway gives up.
PRINTING_TIME = timedelta(minutes=14)
PRINTING_MEMORY = 1_500_000_000
TRIAL_TIME = timedelta(seconds=20)
TRIAL_MEMORY = 700_000_000

NOTE_LENGTH = 2_000
QUESTION_LENGTH = 1_000
DISCREPANCY_NOTE_LENGTH = 200
ADDRESS_LENGTH = 500
GRADE_LENGTH = 40
SERVICE_LENGTH = 60
IDENTITY_LENGTH = 60
IDEMPOTENCY_KEY_LENGTH = 255

# Lambda takes 6 MB of event in which a JSON body stands escaped; a JSON body grows by about a third there.
BODY_BYTES = 4_000_000
# A file of results; the form around it, in base64 as API Gateway hands it over, stays below that.
UPLOAD_BYTES = 3_000_000

# Of a spreadsheet: files within the file, bytes of it unpacked or of text in its cells, and the area that a sheet
# covers. The largest submission with its names and titles has 280,000 cells and some 15 MB.
SHEET_MEMBERS = 500
SHEET_BYTES = 40_000_000
SHEET_CELLS = 1_000_000

# A page of the results' grid has three fields a cell; a verifier's page a question a learner.
FORM_FIELDS = 6_000

PAGE_DEFAULT = 50
PAGE_MOST = 200
# Rows that the daily report holds at once, of each partition it merges: a whole megabyte of them takes 13 MB parsed.
REPORT_READ = 400

# How long the same Idempotency-Key gives the same answer.
ANSWERS_KEPT_FOR = timedelta(days=7)
# A verifier not mailed after this long counts as not reached, whatever kept the mail.
NOTIFICATION_WAIT = timedelta(minutes=15)
# Six tries of the largest parcel, as long as each may take; after this long nobody is making its documents any more.
DOCUMENTS_WAIT = timedelta(minutes=90)
# The most that is attached to an email: base64 makes a third more of it, and many mailboxes take 10 MB.
ATTACHED_BYTES = 5_000_000
# Rows of the daily report that are printed; the others are counted. They take up to 100 pages.
ROWS_PRINTED = 1_000
# A PDF of more results would not be attached: it takes some 250 bytes for each.
RESULTS_PRINTED = 20_000
# As many course runs, or centres, as one looks through in a reminder; the others are counted.
REMINDED_OF = 50
# Longer than it takes to try three times to hand in a message.
MAIL_HELD_FOR = timedelta(minutes=1)
# An older date of dispatch is a slip of the keyboard.
DISPATCH_RECORDED_WITHIN = timedelta(days=731)

# The dearest charge for a replacement certificate, and the highest rate of VAT; more is a slip of the keyboard.
FEE_PENCE = 100_000
VAT_PERCENT = 100
# As is a fee table to hold from a later day.
FEES_SET_AHEAD = timedelta(days=731)

# A session ends after this long without a page, and after this long whatever happens: a working day.
SESSION_IDLE = timedelta(hours=1)
SESSION_LONGEST = timedelta(hours=10)
# How often a page notes that the session is in use: a write each time would be one too many.
SESSION_NOTED_EVERY = timedelta(minutes=5)
