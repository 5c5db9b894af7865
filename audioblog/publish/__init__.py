"""Publish: Episodes, Posts and Timelines in; a folder of feed, pages, transcripts and media out. Start at `edition`."""
