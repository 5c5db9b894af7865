"""Streets, points of the compass, the states of America."""

from __future__ import annotations

from audioblog.narrate.vocabulary import vocabulary

STREETS: dict[str, str] = {
    # after a name
    "St": "Street", "Rd": "Road", "Ave": "Avenue", "Av": "Avenue", "Ln": "Lane", "Dr": "Drive", "Cres": "Crescent",
    "Sq": "Square", "Pl": "Place", "Ct": "Court", "Tce": "Terrace", "Terr": "Terrace", "Gdns": "Gardens",
    "Gdn": "Garden", "Pk": "Park", "Hse": "House", "Bldg": "Building", "Bldgs": "Buildings", "Blvd": "Boulevard",
    "Cl": "Close", "Gr": "Grove", "Grn": "Green", "Yd": "Yard", "Hwy": "Highway", "Expy": "Expressway",
    "Pkwy": "Parkway",    "Pde": "Parade", "Est": "Estate",
}  # fmt: skip
ALWAYS_STREETS = vocabulary("Rd Ave Ln Cres Tce Gdns Blvd Terr Expy Hwy Pkwy")
"""Read out whatever follows; the others need a house number or the end of the phrase."""
COMPASS = {"N": "North", "S": "South", "E": "East", "W": "West"}
STATES: dict[str, str] = {
    # in postal addresses
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho",
    "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana",
    "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi",
    "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey",
    "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio",
    "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina",
    "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia",
    "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming", "DC": "D C",
}  # fmt: skip
