"""Capitals: names before Roman numerals, acronyms that are words or letters, words that are only shouted."""

from __future__ import annotations

from audioblog.narrate.vocabulary import vocabulary

REGNAL = vocabulary(
    "Henry Edward George William Richard James Charles Elizabeth Mary Louis Philip Alfonso Ferdinand Napoleon "
    "Frederick Francis Leo Pius Paul John Benedict Gregory Clement Innocent Urban Alexander Nicholas Catherine "
    "Peter Ivan Ramesses Ptolemy Cleopatra Albert Alfred Robert David Malcolm Margaret Beatrix Christian Gustav "
    "Haakon Harald Olaf Victor Umberto Isabella Juan Felipe Carlos Rainier Boniface Sixtus Julius Anne Stephen "
    "Otto Wilhelm Darius Xerxes"
)
"""Names of kings, queens and popes: a numeral after them is an ordinal."""
NUMERAL_CUES = vocabulary(
    "war part chapter act scene type phase volume vol book section stage grade level class article appendix "
    "schedule title season rocky episode bowl mark table figure fig annex unit module tier category division group "
    "band round line form year key protocol apollo windows os series step day world paragraph clause page lesson "
    "case theme strand pillar aliens alien jaws henry hepatitis diabetes bipolar olympiad symphony sonata concerto "
    "opus album"
) - {"day", "os", "world", "year", "group", "page", "line", "form"}
"""Words after which a Roman numeral is a number, single letters included."""

ACRONYM_WORDS = vocabulary(
    "PIP NATO AIDS NEET GIF RAM SIM PIN SEND UNICEF UNESCO NIMBY LASER RADAR SCUBA SONAR NASA OFSTED OFCOM OFGEM "
    "OFWAT MENCAP UNISON BREXIT COVID ACAS BAME TUPE RADA UEFA FIFA CRB DOLS OPEC ASBO QUANGO DEFRA JISC LAN WAN "
    "POD SAD MIND UKIP"
) - {"CRB", "MIND", "SAD", "POD"}
"""Acronyms of any length that are said as words."""
ACRONYM_LETTERS = vocabulary(
    "UK EU US USA UN IT TV CV CD ID HR PR PE RE AI AGM EGM CEO GP DIY IQ ICU ITU ESA DLA ILF UC OT IP AM PM USB "
    "FAQ ATM GMB BA MA OBE MBE CBE OAP IVF ECG EEG ME OCD ADD UTI AOB ETA GDP EHIC ASD SEN SLA ROI KPI API URL UX "
    "UI OS AV AC DC VAT ITV ASAP MEP MOT AA RAC AI IE EA EMI IMF IRA INFO VIP IOU ICT EEA ECHR IPA"
) - {"INFO", "IE"}
"""Acronyms that look like words and are spelled."""
SHOUTED = vocabulary(
    "mix fun eat car run day fit hot job law red war age art bed box cat dog ear eye far hat leg lot mad men pay "
    "sit sea sky sun tea van via a about add after all also always am an and any are as ask at be been big bring "
    "but buy by call can come could day did do does don't done down each end every everyone everything few find "
    "first five for found four free from full get give go good great had has have he hear help her here him his "
    "hope how if in into is it its join just keep know last less let like list look made make many may me mind "
    "more most must my need never new next no not nothing now of off ok old on once one only open or our out over "
    "own part past people please put read real really same save say see she should show so some soon still stop "
    "such take tell ten than that the their them then there these they thing think this those time to today "
    "together too top try two under until up us use very was way we well were what when where which while who why "
    "will with won't work would yes yet you your"
)
"""Words that people write in capitals for emphasis; said as words."""
AMBIGUOUS_SHOUT = vocabulary("US IT HE WHO AM PM ID OR IN ADD ME RE AI BA AS")
"""Both word and acronym: a word only where the words beside it are shouted too."""
BEFORE_NAMES = vocabulary("by with and from to of for see cites thanks after like says")
"""Small words before a name: "by J. Hall"."""
LETTER_CUES = vocabulary(
    "vitamin group grade hepatitis section appendix part class level room option hall unit category gate wing "
    "ward zone team exhibit person annex annexe band influenza flu blood building letter graded scored answer "
    "platform flat question mr ms mrs child patient participant respondent subsection sub-section hep schedule "
    "zone coach bay court list theme workstream site tier pupil cohort strand"
) - {"schedule"}
"""Nouns before a letter: "group A said"."""
VERB_CUES = vocabulary(
    "plan type block side row series stage point figure table model mark choose press tick select stop case"
)
"""The same, but verbs too: "Plan A is off", and the title "Plan A Visit"."""
ARTICLES_BEFORE = vocabulary("the an no")
"""No article follows these: "an A grade", "the A roads"."""
PREPOSITIONS = vocabulary("in on at from for during after before inside outside")
PAST_VERBS = vocabulary(
    "told said asked was is has had gave went came sang saw took made got left felt spoke wrote ran met knew thought "
    "kept sat stood lost found brought taught read began heard held led did does became can could would will may"
)
"""Verbs that tell a clause: "In Class A pupil told me"."""
ONSETS = vocabulary(
    "B C D F G H J K L M N P Q R S T V W X Y Z BL BR CH CL CR DR DW FL FR GH GL GN GR KN PH PL PR QU RH SC SH SK "
    "SL SM SN SP ST SW TH TR TW WH WR SCH SCR SHR SPL SPR STR THR"
) | {""}
CODAS = vocabulary(
    "B C D F G H K L M N P R S T V W X Y Z BS CE CH CK CS CT DS FF FT GE GS KS LD LF LK LL LM LP LS LT MB ML MP "
    "MS ND NE NG NK NN NS NT NTS PH PS PT RB RC RD RF RG RK RL RM RN RP RS RT RTS SH SK SM SP SS ST TH TS TT WN WS "
    "CKS LLS NDS NGS STS TCH RST RCH NCH"
) | {""}
"""How an English word may begin and end: an acronym that does can be said as a word."""
DEGREE_LETTERS = vocabulary("PhD BSc MSc DPhil BEd MEd DSc")
