"""From Post to Script: what will be said, how, and what will not be.

`script.narrate` is the door; `normalise.normalise` reads one text. Everything here is pure and never raises on any
input.
"""
