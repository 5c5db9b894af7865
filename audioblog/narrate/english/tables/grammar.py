"""Small words that tell what stands beside a number: articles, words that are no nouns, odd plurals."""

from __future__ import annotations

from audioblog.narrate.vocabulary import vocabulary

WITH_STOP = vocabulary("tel mob no nos c ca p pp ref ext vol ch approx mon tues wed thurs fri sat sun st")
"""Short forms whose full stop ends no sentence."""
ARTICLES = vocabulary("a an this that another one his her their our my your")
NOT_NOUNS = vocabulary(
    "until till since a about after all also am an and are as at away back because before but by can could do down "
    "each every for from had has have he her here his how i if in into is it its just long more my no not of off "
    "on onto or our out over per she should so than that the their them then there these they this those through "
    "to too under up was we were what when where which while who will with would you your tall wide high deep "
    "apart ago later away daily weekly"
)
"""After "a £20 …" these are no noun that the price belongs to."""
PRICED = vocabulary(
    "note bill coin voucher fine budget fund grant deposit donation ticket prize bonus bond cheque discount scheme "
    "plan programme project campaign package deal contract cut gap boost pot shortfall deficit loan challenge pledge"
)
"""Things that are named by their price: "£5 note" needs no article."""
PLURALS = vocabulary("people men women children staff users homes adults more other of in") - {"of", "in", "more"}
"""Words that count things without an s."""
NO_PLURALS = vocabulary(
    "does was this always perhaps besides towards afterwards sometimes whereas says means gives makes takes comes "
    "goes sees ends runs tells shows brings starts begins asks seems looks his hers its theirs ours yours needs "
    "wants leaves saw series news politics"
)
"""Words with an s that count nothing."""
