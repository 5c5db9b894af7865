"""From a source (address, feed, file, folder, standard input) to Posts: `sources.open_source`, then `read.read`."""
