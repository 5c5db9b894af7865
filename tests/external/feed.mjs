// node feed.mjs FEED: what Podcast Index's own parser (podcast-partytime) reads from a feed, as JSON.
import {readFileSync} from 'node:fs';
import {parseFeed} from 'podcast-partytime';

console.log(JSON.stringify(parseFeed(readFileSync(process.argv[2], 'utf8'), {allowMissingGuid: false})));
