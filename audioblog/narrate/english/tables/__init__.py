"""English language data, apart from the code that uses it. Everything in these modules is a constant.

Editors' own pronunciations belong into voices/lexicons/en.csv.
"""
