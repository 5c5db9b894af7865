"""The SSML renderer: well-formed, with language, silence, and what is said instead."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from audioblog.model import Block, Post, Span
from audioblog.narrate.house import House
from audioblog.narrate.script import narrate
from audioblog.narrate.ssml import ssml

NS = "{http://www.w3.org/2001/10/synthesis}"


def test_a_script_becomes_ssml() -> None:
    spans = (Span(13, 18, "spell"), Span(23, 27, "say", "/kæt/"), Span(32, 46, "lang", "fr"))
    text = "For £5, ask <SF12> the cats say bonjour à tous."
    post = Post("p", "Tea & cake", (Block("b", "paragraph", text, spans),))
    root = ElementTree.fromstring(ssml(narrate(post, House(languages=("fr",)))).encode())
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en-GB"
    assert [(each.get("alias"), each.text) for each in root.iter(f"{NS}sub")][1] == ("five pounds", "£5")
    assert [(each.get("interpret-as"), each.text) for each in root.iter(f"{NS}say-as")] == [("characters", "SF12>")]
    assert [each.get("ph") for each in root.iter(f"{NS}phoneme")] == ["kæt"]
    french = [each for each in root.iter(f"{NS}s") if each.get("{http://www.w3.org/XML/1998/namespace}lang")]
    assert [each.text for each in french] == ["bonjour à tous."]
    assert all(str(each.get("time")).endswith("ms") for each in root.iter(f"{NS}break"))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80), st.text(max_size=20))
def test_any_script_is_well_formed(text: str, title: str) -> None:
    post = Post("p", title, (Block("b", "paragraph", text), Block("h", "heading", title, level=2)))
    root = ElementTree.fromstring(ssml(narrate(post, House())).encode("utf-8", "replace"))
    assert root.tag == f"{NS}speak"
    assert root.find(f".//{NS}s") is not None
