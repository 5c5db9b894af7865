"""From a source (address, feed, file, folder, standard input) to Posts, in two halves that meet in `raw.RawPost`.

sources/    what the user pointed at -> RawPosts: one module a kind of source, chosen in `sources.routes`
network/    the one guarded HTTP client that every source asks
read        RawPost -> Post, by way of
article/    a whole page -> the element that is the article, without what is not the author's
structure/  that element -> blocks, footnotes, comments
metadata/   what the page says of itself -> title, author, dates, language, each with where it was said
"""
