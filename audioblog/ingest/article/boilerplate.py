"""What themes and plug-ins put around an author's words: names of classes and ids, and lines of text, as data.

Every rule has a name that an editor can read in `Post.dropped`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache


def whole_names(patterns: str) -> re.Pattern[str]:
    """Matches a whole class or id; the patterns are divided by spaces."""
    return re.compile(rf"(?:^|\s)(?:{'|'.join(patterns.split())})(?=\s|$)", re.I)


def name_parts(patterns: str) -> re.Pattern[str]:
    """Matches a whole word of a class or id, words being divided by spaces, hyphens and underscores."""
    return re.compile(rf"(?:^|[\s_-])(?:{'|'.join(patterns.split())})(?=[\s_-]|$)", re.I)


def alternatives(patterns: str) -> re.Pattern[str]:
    """Matches any of the patterns, one a line."""
    return re.compile("|".join(line.strip() for line in patterns.splitlines() if line.strip()), re.I | re.S)


CERTAIN: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("share bar", whole_names(r"""
        sharedaddy sd-(?:sharing|block|social)\S* sharing-hidden addtoany_\S+ a2a_kit\S* heateor\S* ssba\S*
        addthis_\S+ shareaholic\S* sharethis\S* social-?shar\S* share-?(?:bar|buttons?|links|icons|tools)
        (?:post|entry)-shar\S+ dpsp-\S+ essb_\S+ mashsb\S* swp_social_panel\S* novashare\S* jssocials\S*
        wp-block-(?:outermost-)?social-\S+ post-share\S* reblog-\S+ jp-sharing\S*
    """)),
    ("like button", whole_names(r"""
        likes-widget-placeholder jp-likes-widget\S* sd-like\S* wpl-likebox kk-star-ratings\S* wpulike\S*
        post-ratings\S*
    """)),
    ("related posts", whole_names(r"""
        jp-relatedposts\S* yarpp\S* related-?posts?\S* relatedposts\S* crp_related\S* zemanta-related\S* rp4wp\S*
        outbrain\S* taboola\S*
    """)),
    ("advertisement", whole_names(r"""
        wpcnt adsbygoogle google-auto-placed advertisement ad-(?:slot|unit|container|wrapper)\S* wpa-\S+
    """)),
    ("sign-up form", whole_names(r"""
        jetpack_subscription_widget wp-block-jetpack-(?:subscriptions|contact-form)\S* mc4wp-form\S* mc_embed_signup
        subscri(?:be|ption)-widget\S* wpforms-container\S* gform_wrapper\S* formkit-form ck_form\S*
        kg-signup-card\S* newsletter-(?:form|signup|box)\S* tnp-subscription\S* captioned-button-wrap button-wrapper
        sibwp\S*
    """)),
    ("reply form", whole_names(r"""
        comment-respond respond commentform comment-form(?:-\S+)? highlander-\S+ reply-form
        wp-block-post-comments-form
    """)),
    ("navigation", whole_names(r"""
        post-navigation\S* nav-links nav-(?:previous|next|above|below|single) navigation pagination page-links
        breadcrumbs?\S* skip-?link wp-block-post-navigation-link posts-navigation mw-jump-link navbox\S*
        navigation-not-searchable
    """)),
    ("table of contents", whole_names(r"""
        ez-toc\S* toc_container lwptoc\S* wp-block-rank-math-toc-block yoast-table-of-contents kg-toc-card
    """)),
    ("post details", whole_names(r"""
        cat-links tags?-links entry-meta entry-footer post-categories wp-block-post-(?:terms|date|author\S*)
    """)),
    ("author box", whole_names(r"""
        author-box\S* about-author\S* author-bio\S* m-a-box\S* saboxplugin\S* abh_box\S*
    """)),
    ("cookie notice", whole_names(r"""
        cookie-(?:law|notice|consent|banner|bar)\S* cmplz-\S+ cybotcookiebot\S* onetrust-\S+ cc-(?:window|banner)
        gdpr-\S+
    """)),
    ("edit link", whole_names(r"mw-editsection\S* edit-link")),
    ("screen-reader text", whole_names(r"screen-reader-(?:text|response) sr-only visually-?hidden off-?screen")),
    ("permalink mark", whole_names(r"headerlink heading-?anchor anchorjs-link header-anchor\S* direct-link")),
    ("line numbers", whole_names(r"""
        gutter lineno\S* linenos line-numbers-rows rouge-gutter hljs-ln-numbers
    """)),
)  # fmt: skip
"""Names that mean one thing wherever they stand: taken out of pages and of feeds alike."""

DOUBTFUL: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("comments", name_parts(r"comments? comment-(?:form|reply) disqus\w*")),
    ("reply form", name_parts(r"reply respond")),
    ("share bar", name_parts(r"""
        shar(?:e|ing|ed)? share-?buttons? shared-?buttons? social\w* a2a_kit addthis\w*
    """)),
    ("related posts", name_parts(r"""
        related\w* recommend\w* more-(?:stories|posts|from) you-may\w* outbrain taboola
    """)),
    ("sign-up form", name_parts(r"newsletter\w* subscri\w* sign-?up mailchimp optin")),
    ("advertisement", name_parts(r"promo\w* sponsor\w* advert\w* ads? banner")),
    ("cookie notice", name_parts(r"gdpr consent cookies?")),
    ("pop-up", name_parts(r"popup modal")),
    ("sidebar", name_parts(r"sidebar widget\w*")),
    ("navigation", name_parts(r"""
        nav\w* menu\w* breadcrumbs? pagination pager toc table-of-contents skip-link
    """)),
    ("author box", name_parts(r"author-bio about-author")),
    ("post details", name_parts(r"byline meta post-meta tags? tagcloud")),
    ("footer", name_parts(r"footer copyright")),
    ("screen-reader text", name_parts(r"sr-only visually-hidden")),
    ("like button", name_parts(r"likes? rating\w* kk-star\w*")),
    ("print button", name_parts(r"print\w*")),
    ("hidden", name_parts(r"hidden")),
)  # fmt: skip
"""Names that only count as evidence: authors' themes also use them for what is the article."""

_PAGE_BUILDERS = whole_names(r"""
    elementor\S* e-con\S* so-panel\S* so-widget\S* siteorigin-\S* panel-\S* fl-\S* et_pb_\S* wpb_\S* vc_\S*
    fusion-\S* brxe-\S* sqs-\S* wixui-\S* dynamic-content\S* widget-(?:html|text|rich-text)\S*
""")
"""Boxes of page builders, which call any paragraph a "widget"."""

LANDMARKS = {
    "nav": "navigation", "aside": "sidebar", "footer": "footer", "header": "page header", "form": "form",
}  # fmt: skip
ROLES = {
    "navigation": "nav", "complementary": "nav", "contentinfo": "nav", "search": "nav", "banner": "nav",
}  # fmt: skip

_NUMBER = r"(?:\d[\d,.]*|no|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_THING = r"(?:thoughts?|comments?|responses?|repl(?:y|ies))"

SHORT_LINES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("comments", alternatives(rf"{_NUMBER}\s+{_THING}(?:\s+(?:on|to|for)\b.*|\s*)")),
    ("reply form", alternatives(r"""
        (?:leave|post|write|add) a (?:reply|comment)\b.*
        cancel reply
        fill in your details below.*
        you are commenting using your.*
        notify me of.*
        connecting to %s
        log ?out\s*/\s*change.*
    """)),
    ("share bar", alternatives(r"""
        (?:share this|share on|share via|share:|click to (?:share|e-?mail|print))(?!\w).*
        share
        tweet
        pin it
    """)),
    ("like button", alternatives(r"""
        like this:?(?:\s*like)?(?:\s*loading\W*)?
        loading\W*
        be the first to like this\.?
    """)),
    ("related posts", alternatives(r"""
        related(?: (?:posts?|articles?|stories|reading|content))?:?
        you (?:may|might) also (?:like|enjoy|be interested in)\b.*
    """)),
    ("post details", alternatives(r"""
        (?:posted|filed) (?:in|under|on|by)\b.*
        tags?:.*
        tagged(?: with|:).*
        categor(?:y|ies):.*
        \d{1,3} min(?:ute)?s? read
    """)),
    ("sign-up form", alternatives(r"""
        sign up\b.*
        subscribe(?: (?:now|to|via|for|by)\b.*)?
        follow (?:us|me)\b.*
    """)),
    ("navigation", alternatives(r"""
        (?:read (?:more|next)|continue reading)\b.*
        (?:previous|next)(?: (?:post|article|story))?:?
        (?:previous|next) (?:post|article|story)\b:?.{0,80}
        (?:←|«|→|»).{0,80}
        back to top
    """)),
    ("author box", alternatives(r"about the author\b.*")),
    ("player", alternatives(r"""
        media playback is (?:un|not )supported\b.*
        (?:your|this) (?:browser|device) (?:does not|doesn['’]t) support\b.*
        (?:click|tap) to (?:play|view|enlarge|expand|copy)\b.*
        toggle (?:caption|fullscreen)
    """)),
    ("advertisement", alternatives(r"""
        advert(?:isement)?s?(?: -? ?(?:button link|continue reading below))?
        (?:article|story) continues below.{0,40}
        sponsored(?: content)?
        report this ad
    """)),
)  # fmt: skip
"""Whole blocks of fewer than ten words."""

FEED_TAILS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("feed tail", alternatives(r"""
        The post .+ (?:first appeared on|appeared first on) .+?\.?
        (?:This (?:post|article)|.{1,120}) (?:was originally published|originally appeared) (?:on|in|at) .{1,100}
    """)),
    ("navigation", alternatives(r"(?:Continue reading|Read more|Read the (?:rest|full post))\b.{0,120}")),
    ("reply form", alternatives(r"(?:Leave a comment|View (?:all )?comments?|Comments? \(\d+\)|Add your comment)\W*")),
)  # fmt: skip
"""Last blocks of a feed's item."""

FEED_TAIL_LENGTH = 4
"""Of so many last blocks."""


def certain_rule(names: str) -> str:
    """The rule that takes an element of these classes out anywhere, or ""."""
    return _RULES[rank] if names and (rank := _lowest(names, _certain)) < len(CERTAIN) else ""


def doubtful_rule(names: str) -> str:
    """The first rule, certain or not, that speaks against these names, or ""."""
    return _RULES[rank] if names and (rank := _lowest(names, _doubtful)) < len(_RULES) else ""


def _lowest(names: str, rank_of: Callable[[str], int]) -> int:
    return min((rank_of(name) for name in names.split()), default=len(_RULES))


@lru_cache(maxsize=16384)
def _certain(name: str) -> int:
    """Place of the first certain rule that a single name falls under: themes repeat few names very often."""
    return next((at for at, (_, pattern) in enumerate(CERTAIN) if pattern.search(name)), len(_RULES))


@lru_cache(maxsize=16384)
def _doubtful(name: str) -> int:
    if _PAGE_BUILDERS.search(name):
        return len(_RULES)
    doubt = (at for at, (_, pattern) in enumerate(DOUBTFUL, len(CERTAIN)) if pattern.search(name))
    return min(_certain(name), next(doubt, len(_RULES)))


def short_line_rule(text: str) -> str:
    """The rule that a whole short block of text falls under, or ""."""
    if len(text.split()) >= 10:
        return ""
    return next((rule for rule, pattern in SHORT_LINES if pattern.fullmatch(text)), "")


def tail_rule(text: str) -> str:
    """The rule that one of the last lines of a feed's item falls under, or ""."""
    return next((rule for rule, pattern in FEED_TAILS if pattern.fullmatch(text)), "") or short_line_rule(text)


_RULES = tuple(name for name, _ in (*CERTAIN, *DOUBTFUL))
