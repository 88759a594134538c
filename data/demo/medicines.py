"""What patients take and react to, by how common it is among a hundred of them."""

ALLERGIES = {
    None: 70,  # asked, and none known
    "Penicillin": 10,
    "Sulfonamides": 6,
    "Latex": 4,
    "Codeine": 4,
    "Iodinated contrast": 3,
    "Peanut": 3,
}
# A medicine and the class that screening asks about.
MEDICINES: dict[tuple[str, str | None], int] = {
    ("Sertraline", None): 18,
    ("Escitalopram", None): 15,
    ("Venlafaxine", None): 12,
    ("Bupropion", None): 12,
    ("Duloxetine", None): 9,
    ("Lisinopril", None): 6,
    ("Levothyroxine", None): 6,
    ("Lorazepam", "benzodiazepine"): 6,
    ("Clonazepam", "benzodiazepine"): 5,
    ("Methylphenidate", "stimulant"): 4,
    ("Lisdexamfetamine", "stimulant"): 3,
    ("Oxycodone", "opioid"): 2,
    ("Tranylcypromine", "maoi"): 1,
}
# The highest dose that somebody was on, each enough for a trial of it.
ANTIDEPRESSANTS = {
    "Sertraline": "200 mg a day",
    "Escitalopram": "20 mg a day",
    "Fluoxetine": "60 mg a day",
    "Venlafaxine": "225 mg a day",
    "Duloxetine": "90 mg a day",
    "Bupropion": "300 mg a day",
    "Mirtazapine": "45 mg a day",
    "Vortioxetine": "20 mg a day",
    "Nortriptyline": "100 mg a day",
    "Tranylcypromine": "40 mg a day",
}
ADDED = {"Lithium": "900 mg a day", "Aripiprazole": "5 mg a day", "Quetiapine": "150 mg a day"}
"""Added to an antidepressant."""
TALKED = ("Cognitive behavioural therapy", "Interpersonal psychotherapy", "Behavioural activation")
STIMULATED = "Transcranial magnetic stimulation"
