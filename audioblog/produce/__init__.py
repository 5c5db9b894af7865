"""Script -> MP3 and Timeline: engines speak, clips are encoded once, an episode is joined from clips and proven.

Read in this order: `episode` (the whole way of one file), `clip` (one paragraph to MP3 frames), `timeline`, `verify`.
Importing this package is cheap; numpy and the codecs are loaded when a clip is made.
"""
