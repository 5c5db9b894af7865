"""What every engine promises, as tests: a subclass gives the fixture `voice`, and inherits them all."""

from __future__ import annotations

import array
import pickle

import pytest

from audioblog.errors import SpeechError
from audioblog.model import Voice
from audioblog.produce.engines import Engine, open_engine
from audioblog.produce.words import timed_words, words_of

SENTENCE = "There are three chairs in the well-known hall, and it's warm."


class EngineContract:
    @pytest.fixture
    def engine(self, voice: Voice) -> Engine:
        return open_engine(voice)

    def test_says_who_it_is(self, engine: Engine) -> None:
        assert engine.name
        assert engine.version

    def test_one_speech_for_each_text_in_order(self, engine: Engine) -> None:
        short, long, again = engine.speak(["Tea.", SENTENCE, "Tea."])
        assert len(short.pcm) < len(long.pcm) / 3
        assert abs(len(again.pcm) - len(short.pcm)) < len(short.pcm) / 3
        assert engine.speak([]) == []

    def test_pcm_is_whole_samples_of_sound(self, engine: Engine) -> None:
        (speech,) = engine.speak([SENTENCE])
        samples = array.array("h", speech.pcm)
        assert 8_000 <= speech.sample_rate <= 48_000
        assert 5 < len(SENTENCE) / (len(samples) / speech.sample_rate) < 40
        assert max(samples) > 2_000

    def test_marks_point_at_words_inside_the_sound(self, engine: Engine) -> None:
        (speech,) = engine.speak([SENTENCE])
        assert all(0 <= mark.char < len(SENTENCE) for mark in speech.marks)
        assert all(0 <= mark.sample < len(speech.pcm) // 2 for mark in speech.marks)
        assert [m.sample for m in speech.marks] == sorted(m.sample for m in speech.marks)

    def test_every_word_gets_its_time(self, engine: Engine) -> None:
        (speech,) = engine.speak([SENTENCE])
        spots = timed_words(SENTENCE, speech.marks, len(speech.pcm) // 2, estimated=speech.estimated)
        assert [(spot.start, spot.end) for spot in spots] == words_of(SENTENCE)

    def test_the_same_text_is_spoken_alike_whatever_was_said_before(self, engine: Engine) -> None:
        first = engine.speak([SENTENCE])
        engine.speak(["Something else entirely, and rather longer than that.", "Why?"])
        assert engine.speak([SENTENCE]) == first

    @pytest.mark.parametrize("text", ["", " ", "...", "-", "?!", "' '"])
    def test_nothing_to_say_is_no_crash(self, engine: Engine, text: str) -> None:
        (speech,) = engine.speak([text])
        assert len(speech.pcm) / 2 < speech.sample_rate

    @pytest.mark.parametrize("text", ["naïve café", "Łukasz and Søren", "nul\0in the middle", "bread—and tea"])
    def test_whatever_is_written_in_latin_letters_is_spoken(self, engine: Engine, text: str) -> None:
        (speech,) = engine.speak([text])
        assert speech.pcm

    @pytest.mark.parametrize("text", ["שלום לכולם", "Здравствуйте", "They sang вечера together", "你好", "مرحبا"])
    def test_another_script_is_spoken_or_refused(self, engine: Engine, text: str) -> None:
        refusal, sound = "", b""
        try:
            sound = engine.speak([text])[0].pcm
        except SpeechError as error:
            refusal = error.code
        assert sound or refusal == "words-missing"

    def test_a_very_long_sentence(self, engine: Engine) -> None:
        text = "and then we walked along the river, " * 120
        (speech,) = engine.speak([text])
        assert 5 < len(text) / (len(speech.pcm) / 2 / speech.sample_rate) < 40
        assert len(timed_words(text, speech.marks, len(speech.pcm) // 2, estimated=speech.estimated)) == 7 * 120

    @pytest.mark.parametrize("said", ["B", "X", "very", "I am", "b-b"])
    def test_what_is_said_nine_times_is_heard_nine_times(self, engine: Engine, said: str) -> None:
        thrice, often = " ".join([said] * 3), " ".join([said] * 9)
        short, long = engine.speak([thrice, often])
        assert 2.2 < len(long.pcm) / len(short.pcm) < 3.8
        spots = timed_words(often, long.marks, len(long.pcm) // 2, estimated=long.estimated)
        assert len({spot.sample for spot in spots}) == len(words_of(often))
        assert long.estimated == short.estimated or " " in said, "an engine that tells times tells these as well"

    def test_nothing_is_printed(self, engine: Engine, capfd: pytest.CaptureFixture[str]) -> None:
        engine.speak([SENTENCE, "..."])
        assert capfd.readouterr() == ("", "")

    def test_the_voice_travels_between_processes(self, voice: Voice) -> None:
        assert pickle.loads(pickle.dumps(voice)) == voice
