"""python -m benchmarks [MINUTES of speech, 60 when not said]"""

from __future__ import annotations

import sys

from benchmarks import speech

speech.main(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0)
