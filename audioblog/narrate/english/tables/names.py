"""Names that everybody knows and every voice says right, though no word list has them."""

from __future__ import annotations

from audioblog.narrate.vocabulary import vocabulary

HOUSEHOLD = vocabulary(
    "Instagram Uber Airbnb Siri Alexa Google Facebook Twitter Netflix Spotify Vimeo Trello Eventbrite Skype Minecraft "
    "Snapchat Reddit Tumblr Mastodon Bluesky Lego Nandos Ikea Aldi Lidl Asda Tesco Sainsbury Sainsburys Greggs Covid "
    "Brexit Zoom Ofsted Ofcom Ofgem Mencap Unison Samaritans Childline Barnardo Oxfam Shelter Healthwatch Jobcentre "
    "Paralympic Paralympics Bafta Nato Unicef Makaton Braille Fitbit Kindle Xbox Nintendo Lycra Velcro"
)
"""Brands, public bodies and words of daily life in Britain."""
